package app

import (
	"koprogo/internal/estate/addressees"
	"koprogo/internal/estate/confirmations"
	"koprogo/internal/estate/imports"
	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/occupants"
	"koprogo/internal/estate/property"
	"koprogo/internal/estate/signboard"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/banking"
	"koprogo/internal/finance/charges"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/finance/purchases"
	"koprogo/internal/governance/council"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/governance/mandates"
	"koprogo/internal/oversight/audit"
	"koprogo/internal/oversight/deadlines"
	"koprogo/internal/oversight/search"
	"koprogo/internal/people/identity"
	"koprogo/internal/people/office"
	"koprogo/internal/people/views"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/live"
	"koprogo/internal/portal/desk"
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
	office.SeeAs:        {act.Syndic},
	office.StopSeeing:   everybody,

	desk.Open: everybody,

	views.KeepView:  anyone,
	views.ShareView: {act.Syndic, act.Accountant},
	live.Follow:     everybody, // of what one is told depends on one's roles: see mayHear

	property.CreateBuilding: {act.Syndic},
	property.ChangeBuilding: {act.Syndic},
	property.ReadBuilding:   anyone,
	property.ReadAccounts:   {act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner}, // who pays into them, keeps or controls them
	property.ReadRegister:   {act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner}, // owners: art. 3.89 §5 14°
	property.ChangeRegister: {act.Syndic},
	property.StateOwnData:   {act.Owner}, // how he himself is reached: art. 3.93 §2

	addressees.ReadAddressees:   {act.Syndic, act.Accountant, act.Council},
	addressees.ChangeAddressees: {act.Syndic},
	addressees.AnswerConsent:    {act.Syndic, act.Owner}, // an owner for himself, the syndic what came on paper
	addressees.ReadOwnData:      {act.Owner},

	occupants.ReadOccupants:    {act.Syndic, act.Owner}, // an owner: of the lots that he holds
	occupants.TellOccupants:    {act.Syndic, act.Owner},
	occupants.KeepAllOccupants: {act.Syndic},

	confirmations.ConfirmOwnData:    {act.Owner},
	confirmations.ReadConfirmations: {act.Syndic},
	confirmations.AskConfirmation:   {act.Syndic},

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

	decisions.ReadDecision:   {act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner}, // the register is open to who is concerned: art. 3.93 §4
	decisions.EnterDecision:  {act.Syndic},
	decisions.ReportProgress: {act.Syndic, act.Accountant},

	mandates.ReadMandate:   {act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner},
	mandates.ReadContract:  {act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner}, // a document of the management that is not private: art. 3.89 §5 9°
	mandates.ChangeMandate: {act.Syndic},

	council.ReadFollowUp:  {act.Syndic, act.Council},
	council.CommentFollow: {act.Syndic, act.Council},
	council.ChangeTargets: {act.Syndic, act.Council},
	council.EnterMission:  {act.Syndic},
	council.EnterOwnRoom:  {act.Council},                                                     // and nobody who runs the office: the room sees to it
	council.WriteReport:   {act.Council},                                                     // the same who enter the room
	council.ReadReport:    {act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner}, // once it is issued: it is for the assembly, art. 3.90 §4

	ledger.ReadBooks:    {act.Syndic, act.Accountant, act.Council, act.Auditor},
	ledger.PostEntry:    {act.Syndic, act.Accountant},
	ledger.ReverseEntry: {act.Syndic, act.Accountant},
	ledger.OpenBooks:    {act.Syndic, act.Accountant},
	ledger.LockBooks:    {act.Syndic, act.Accountant},

	purchases.ReadInvoice:   {act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner}, // owners may consult: art. 3.89 §5 9°
	purchases.EnterInvoice:  {act.Syndic, act.Accountant},
	purchases.CancelInvoice: {act.Syndic, act.Accountant},

	purchases.ApproveInvoice: {act.Syndic, act.Council, act.Auditor}, // never who submitted it: the room sees to that
	purchases.ChangeRule:     {act.Syndic},

	purchases.ReadContract:     {act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner}, // documents of the management: art. 3.89 §5 9°
	purchases.ChangeContract:   {act.Syndic, act.Accountant},
	purchases.EvaluateContract: {act.Syndic}, // his report: art. 3.89 §5 12°

	banking.ReadBank:        {act.Syndic, act.Accountant, act.Council, act.Auditor}, // not owners: they would see who pays and who does not
	banking.ImportStatement: {act.Syndic, act.Accountant},
	banking.BookMovement:    {act.Syndic, act.Accountant},

	deadlines.ReadDeadlines: {act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner}, // an owner: those of the owners
	deadlines.Subscribe:     {act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner},

	audit.ReadAudit:   {act.Syndic, act.Auditor},
	audit.VerifyChain: {act.Syndic, act.Auditor},

	search.Ask: anyone, // what is found is judged by the right to read it

	charges.ReadCharges:    {act.Syndic, act.Accountant, act.Council, act.Auditor, act.Owner},
	charges.ReadAllCharges: {act.Syndic, act.Accountant, act.Council, act.Auditor},
}

// Seeable is all that a syndic may do who sees as an owner: look at what is the owner's own, and at what every owner may look at. Whatever is not
// named here is shut: the council's room, ballots and their receipts, messages, what guards a sign-in.
var Seeable = []act.Action{
	desk.Open, live.Follow,
	property.ReadBuilding, property.ReadAccounts, property.ReadRegister, keys.ReadKeys,
	charges.ReadCharges, purchases.ReadInvoice,
	addressees.ReadOwnData, occupants.ReadOccupants,
}
