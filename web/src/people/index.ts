/** Finding people by the beginnings of their names, wherever somebody is to be chosen. */
export { PeoplePicker } from './PeoplePicker.js';
export { usePeopleSearch } from './use-people-search.js';
