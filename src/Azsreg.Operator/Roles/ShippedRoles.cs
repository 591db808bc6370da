using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Azsreg.Operator.Roles;

/// <summary>The roles of <c>docs/roles</c>, built into the program.</summary>
public static class ShippedRoles
{
    /// <summary>What stands for the subscription in a custom role's scopes.</summary>
    public const string SubscriptionPlaceholder = "<SubscriptionId>";

    private static readonly RolesJson s_json = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>For whoever registers, changes and removes: exactly what that needs.</summary>
    public static ShippedRole Registration { get; } = Read("azure-stack-registration-role");

    /// <summary>Azure's built-in role of a stamp's bridge on its registration.</summary>
    public static ShippedRole Bridge { get; } = Read("azure-stack-registration-owner");

    /// <summary>Both, by the word a person chooses them with.</summary>
    public static IReadOnlyDictionary<string, ShippedRole> All { get; } = new Dictionary<string, ShippedRole>(StringComparer.OrdinalIgnoreCase)
    {
        ["registration"] = Registration,
        ["bridge"] = Bridge,
    };

    /// <summary>The role as the file that Azure's tools read.</summary>
    public static string ToJson(ShippedRole role) => JsonSerializer.Serialize(role, s_json.ShippedRole);

    private static ShippedRole Read(string name)
    {
        using var file = typeof(ShippedRoles).Assembly.GetManifestResourceStream($"roles/{name}.json")
            ?? throw new InvalidOperationException($"The role '{name}' was not built in.");
        return JsonSerializer.Deserialize(file, s_json.ShippedRole)!;
    }
}

[JsonSerializable(typeof(ShippedRole))]
internal sealed partial class RolesJson : JsonSerializerContext;
