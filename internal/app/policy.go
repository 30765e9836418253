package app

import (
	"koprogo/internal/estate/addressees"
	"koprogo/internal/estate/imports"
	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/property"
	"koprogo/internal/estate/signboard"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/charges"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/oversight/audit"
	"koprogo/internal/oversight/search"
	"koprogo/internal/people/identity"
	"koprogo/internal/people/office"
	"koprogo/internal/people/views"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/live"
)

// anyone is every role that belongs to an office.
var anyone = []act.Role{act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner, act.Occupant, act.Contractor, act.Notary}

// everybody is anyone and the platform administrator.
var everybody = append([]act.Role{act.Admin}, anyone...)

// Policy says who may do what. A right is held where the role is held: for a building, or for the whole office.
// It is written to docs/who-may-do-what.md by a test.
var Policy = act.Policy{
	identity.ReadAccount:   everybody,
	identity.ChangeAccount: everybody,

	office.ListOffices:  {act.Admin},
	office.OpenOffice:   {act.Admin},
	office.SwitchOffice: everybody,
	office.ReadSelf:     everybody,
	office.ReadTeam:     {act.Syndic, act.Accountant},
	office.ChangeOffice: {act.Syndic},
	office.InvitePerson: {act.Syndic},
	office.EndRole:      {act.Syndic},

	views.KeepView:  anyone,
	views.ShareView: {act.Syndic, act.Accountant},
	live.Follow:     everybody, // of what one is told depends on one's roles: see mayHear

	property.CreateBuilding: {act.Syndic},
	property.ChangeBuilding: {act.Syndic},
	property.ReadBuilding:   anyone,
	property.ReadRegister:   {act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner}, // owners: art. 3.89 §5 14°
	property.ChangeRegister: {act.Syndic},

	addressees.ReadAddressees:   {act.Syndic, act.Accountant, act.Council},
	addressees.ChangeAddressees: {act.Syndic},
	addressees.AnswerConsent:    {act.Syndic, act.Owner}, // an owner for himself, the syndic what came on paper
	addressees.ReadOwnData:      {act.Owner},

	keys.ReadKeys:   {act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner},
	keys.ChangeKeys: {act.Syndic},

	suppliers.ReadSuppliers:  {act.Syndic, act.Accountant, act.Council, act.Auditor},
	suppliers.ChangeSupplier: {act.Syndic, act.Accountant},

	signboard.ReadBoard:   {act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner},
	signboard.ChangeBoard: {act.Syndic},

	imports.OfferList:   {act.Syndic},
	imports.ReadList:    {act.Syndic},
	imports.MendList:    {act.Syndic},
	imports.ConfirmList: {act.Syndic},
	imports.DiscardList: {act.Syndic},
	imports.ReadModel:   {act.Syndic},

	purchases.ReadInvoice:   {act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner}, // owners may consult: art. 3.89 §5 9°
	purchases.EnterInvoice:  {act.Syndic, act.Accountant},
	purchases.CancelInvoice: {act.Syndic, act.Accountant},

	audit.ReadAudit:   {act.Syndic, act.Auditor},
	audit.VerifyChain: {act.Syndic, act.Auditor},

	search.Ask: anyone, // what is found is judged by the right to read it

	charges.ReadCharges:    {act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner},
	charges.ReadAllCharges: {act.Syndic, act.Accountant, act.Council, act.Auditor},
}
