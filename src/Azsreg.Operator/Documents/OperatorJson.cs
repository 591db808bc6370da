using System.Text.Json.Serialization;
using Azsreg.Operator.Accounts;
using Azsreg.Operator.Bundles;
using Azsreg.Operator.Environments;
using Azsreg.Operator.Marketplace;
using Azsreg.Operator.Stamps;

namespace Azsreg.Operator.Documents;

/// <summary>The JSON of the files in the operator's folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    WriteIndented = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(EnvironmentsDocument))]
[JsonSerializable(typeof(AccountsDocument))]
[JsonSerializable(typeof(StampsDocument))]
[JsonSerializable(typeof(KeptTokens))]
[JsonSerializable(typeof(AcceptedTermsDocument))]
[JsonSerializable(typeof(SignersDocument))]
internal sealed partial class OperatorJson : JsonSerializerContext;
