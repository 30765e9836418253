-- What is asked of one building, one member, one account or one decision is found without reading those of the whole office: in an office of two
-- thousand buildings, the parties of all of them were read for each register.
CREATE INDEX property_party_building ON property_party (office_id, building_id);

CREATE INDEX property_member_member ON property_member (office_id, member_id);

CREATE INDEX property_account_account ON property_account (office_id, account_id);

CREATE INDEX decisions_wording_decision ON decisions_wording (office_id, decision_id);

DROP INDEX property_part_lot_building;

CREATE INDEX property_part_lot_building ON property_part_lot (office_id, building_id, lot_id);
