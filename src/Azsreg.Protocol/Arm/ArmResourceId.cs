using System.Diagnostics.CodeAnalysis;

namespace Azsreg.Protocol;

/// <summary>
/// An ARM id, parsed once: a subscription, a resource group, a resource of either or of the tenant, or a child or
/// extension resource. Compared without regard to letter case, printed as it was written (ARM RPC, "resource names").
/// </summary>
public sealed class ArmResourceId : IEquatable<ArmResourceId>
{
    /// <summary>The longest id that is read, in characters.</summary>
    public const int MaxLength = 2048;

    private readonly string _text;

    private ArmResourceId(string text, ArmResourceId? parent, string resourceType, string name)
    {
        _text = text;
        Parent = parent;
        ResourceType = resourceType;
        Name = name;
        SubscriptionId = resourceType == SubscriptionType ? name : parent?.SubscriptionId;
        ResourceGroupName = resourceType == ResourceGroupType ? name : parent?.ResourceGroupName;
    }

    /// <summary>The type of a subscription's id.</summary>
    public const string SubscriptionType = "Microsoft.Resources/subscriptions";

    /// <summary>The type of a resource group's id.</summary>
    public const string ResourceGroupType = "Microsoft.Resources/resourceGroups";

    /// <summary>What it lies in: the group of a resource, the registration of a product, the resource of a lock; null at the top.</summary>
    public ArmResourceId? Parent { get; }

    /// <summary>The whole type, such as <c>Microsoft.AzureStack/registrations/products</c>, as it was written.</summary>
    public string ResourceType { get; }

    /// <summary>The last name.</summary>
    public string Name { get; }

    /// <summary>The subscription it lies in; null for a tenant's resource.</summary>
    public string? SubscriptionId { get; }

    /// <summary>The resource group it lies in, if any.</summary>
    public string? ResourceGroupName { get; }

    /// <summary>The namespace of the type, such as <c>Microsoft.AzureStack</c>.</summary>
    public string ProviderNamespace => ResourceType[..ResourceType.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The id of a subscription.</summary>
    public static ArmResourceId Subscription(string subscriptionId) => Parse($"/subscriptions/{subscriptionId}");

    /// <summary>The id of a resource group.</summary>
    public static ArmResourceId ResourceGroup(string subscriptionId, string name) =>
        Parse($"/subscriptions/{subscriptionId}/resourceGroups/{name}");

    /// <summary>The id of a registration.</summary>
    public static ArmResourceId Registration(string subscriptionId, string resourceGroup, string name) =>
        Parse($"/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/{WellKnown.ProviderNamespace}/registrations/{name}");

    /// <summary>The id of a child: <c>{this}/{type}/{name}</c>.</summary>
    public ArmResourceId Child(string type, string name) => Parse($"{_text}/{type}/{name}");

    /// <summary>The id of an extension resource, such as a lock: <c>{this}/providers/{namespace}/{type}/{name}</c>.</summary>
    public ArmResourceId Extension(string providerNamespace, string type, string name) =>
        Parse($"{_text}/providers/{providerNamespace}/{type}/{name}");

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static ArmResourceId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("Not an ARM resource id.");

    /// <summary>Reads an id; false where it is not one or is longer than <see cref="MaxLength"/>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ArmResourceId? id)
    {
        id = null;
        if (text is null || text.Length > MaxLength || !text.StartsWith('/'))
            return false;
        var parts = text[1..].Split('/');
        if (parts.Length > 1 && parts[^1].Length == 0)
            parts = parts[..^1];
        if (Array.Exists(parts, part => part.Length == 0 || part.AsSpan().ContainsAny(Forbidden) || part.Any(char.IsControl)))
            return false;

        ArmResourceId? current = null;
        var written = 0;
        for (var i = 0; i < parts.Length;)
        {
            if (Is(parts[i], "providers"))
            {
                if (i + 3 >= parts.Length)
                    return false;
                current = Next(text, parts, i, 4, ref written, current, $"{parts[i + 1]}/{parts[i + 2]}");
                i += 4;
                continue;
            }

            if (i + 1 >= parts.Length)
                return false;
            string? type = (i, current?.ResourceType) switch
            {
                (0, _) when Is(parts[0], "subscriptions") => SubscriptionType,
                (2, SubscriptionType) when Is(parts[2], "resourceGroups") => ResourceGroupType,
                (_, SubscriptionType or ResourceGroupType or null) => null,
                _ => $"{current!.ResourceType}/{parts[i]}",
            };
            if (type is null)
                return false;
            current = Next(text, parts, i, 2, ref written, current, type);
            i += 2;
        }

        id = current;
        return id is not null;
    }

    // ARM RPC: a name holds none of < > % & : \ ? / nor control characters ('/' parts the segments).
    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create("<>%&:\\?#");

    private static ArmResourceId Next(
        string text, string[] parts, int at, int count, ref int written, ArmResourceId? parent, string type)
    {
        for (var i = at; i < at + count; i++)
            written += parts[i].Length + 1;
        return new ArmResourceId(text[..written], parent, type, parts[at + count - 1]);
    }

    private static bool Is(string part, string word) => part.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public bool Equals(ArmResourceId? other) => other is not null && _text.Equals(other._text, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ArmResourceId);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_text);

    /// <summary>The id as it was written, without a slash at its end.</summary>
    public override string ToString() => _text;
}
