-- Whose pages a syndic looks at in this session, and until when: as that owner sees them, without a hand.
ALTER TABLE identity_session
  ADD COLUMN sees_as UUID;

ALTER TABLE identity_session
  ADD COLUMN sees_until TIMESTAMPTZ;
