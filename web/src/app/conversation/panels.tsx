import { useNavigate, useParams } from 'react-router';
import { Members } from '../../features/members/index.js';
import { useT } from '../../i18n/index.js';
import { views } from '../../views/index.js';
import { SidePanel } from './SidePanel.js';

/** `/c/<id>/members` */
export function MembersPanel() {
  const t = useT();
  const navigate = useNavigate();
  const { conversationId } = useParams() as { conversationId: string };
  return (
    <SidePanel title={t('members.title')}>
      <Members conversationId={conversationId} onLeft={() => void navigate(views.home)} />
    </SidePanel>
  );
}
