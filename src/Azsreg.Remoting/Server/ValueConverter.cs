using System.Collections;
using System.Globalization;

namespace Azsreg.Remoting.Server;

/// <summary>Converts arguments to the declared types as PowerShell's binder does, as far as the types a constrained command may declare.</summary>
internal static class ValueConverter
{
    /// <summary>PowerShell's name of a parameter's type.</summary>
    public static string NameOf(ConstrainedParameter parameter) =>
        parameter.IsSwitch ? "System.Management.Automation.SwitchParameter" : NameOf(parameter.Type);

    public static string NameOf(Type type) =>
        type == typeof(SecureText) ? "System.Security.SecureString"
        : type == typeof(RemoteCredential) ? "System.Management.Automation.PSCredential"
        : IsDictionary(type) ? "System.Collections.Hashtable"
        : type == typeof(ActionPreference) ? "System.Management.Automation.ActionPreference"
        : Nullable.GetUnderlyingType(type) is { } inner ? NameOf(inner)
        : type.FullName ?? type.Name;

    /// <summary>The short name <c>Get-Command -Syntax</c> shows.</summary>
    public static string ShortNameOf(Type type) =>
        type.IsArray ? ShortNameOf(type.GetElementType()!) + "[]"
        : type == typeof(string) ? "string"
        : type == typeof(int) ? "int"
        : type == typeof(long) ? "long"
        : type == typeof(bool) ? "bool"
        : type == typeof(object) ? "Object"
        : NameOf(type) is var name && name.LastIndexOf('.') is var dot ? name[(dot + 1)..].ToLowerInvariant() : "";

    /// <exception cref="FormatException">The value cannot become the type; the text says why, in PowerShell's words.</exception>
    public static object? Convert(object? value, Type type, bool isSecret = false)
    {
        if (type == typeof(object)) return value;
        var plain = RemoteObject.Unwrap(value);
        if (Nullable.GetUnderlyingType(type) is { } inner) return plain is null ? null : Convert(plain, inner, isSecret);
        if (type.IsInstanceOfType(plain)) return plain;
        if (IsDictionary(type)) return ToDictionary(plain);
        if (type.IsArray) return ToArray(plain, type.GetElementType()!, isSecret);
        if (plain is null) return NullAs(type);
        if (type == typeof(string)) return Scalar(plain) is { } scalar ? RemoteObject.TextOf(scalar) : RemoteObject.TextOf(value);
        if (Scalar(plain) is not { } single) throw Fails(value, type, isSecret, "The value is a list.");
        if (type == typeof(SecureText)) throw Fails(value, type, isSecret, "A secure string is needed.");
        if (type == typeof(RemoteCredential)) throw Fails(value, type, isSecret, "A credential is needed.");
        try
        {
            return ToScalar(single, type);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or InvalidCastException)
        {
            throw Fails(value, type, isSecret, e.Message);
        }
    }

    private static object ToScalar(object value, Type type)
    {
        if (type.IsEnum) return ToEnum(value, type);
        var text = value as string;
        if (type == typeof(bool))
        {
            return value switch
            {
                bool flag => flag,
                // PowerShell takes numbers for a truth value, but no text.
                string => throw new FormatException("Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0."),
                _ => System.Convert.ToDouble(value, CultureInfo.InvariantCulture) != 0,
            };
        }
        if (type == typeof(Guid)) return text is null ? throw new FormatException("A text is needed.") : Guid.Parse(text);
        if (type == typeof(Version)) return Version.Parse(text ?? RemoteObject.TextOf(value)!);
        if (type == typeof(Uri)) return new Uri(text ?? "", UriKind.RelativeOrAbsolute);
        if (type == typeof(TimeSpan)) return TimeSpan.Parse(text ?? "", CultureInfo.InvariantCulture);
        if (type == typeof(DateTime))
        {
            return value is DateTimeOffset offset
                ? offset.UtcDateTime
                : DateTime.Parse(text ?? "", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        }
        if (type == typeof(DateTimeOffset))
        {
            return value is DateTime time
                ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))
                : DateTimeOffset.Parse(text ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        }
        if (text is not null && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && (type == typeof(int) || type == typeof(long)))
            value = long.Parse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return System.Convert.ChangeType(value is string s ? Number(s.Trim(), type) : value, type, CultureInfo.InvariantCulture);
    }

    /// <summary>For whole numbers PowerShell takes nothing for 0 and rounds a fraction, half to even.</summary>
    private static object Number(string text, Type type)
    {
        if (type == typeof(double) || type == typeof(float) || type == typeof(decimal) || !type.IsPrimitive || type == typeof(char)) return text;
        if (text.Length == 0) return 0;
        return text.AsSpan().ContainsAny('.', 'e', 'E') && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction)
            ? fraction
            : text;
    }

    private static object ToEnum(object value, Type type)
    {
        if (value is not string text)
        {
            var number = System.Convert.ToInt32(value, CultureInfo.InvariantCulture);
            return Enum.IsDefined(type, number) ? Enum.ToObject(type, number) : throw new FormatException($"{number} is not one of its values.");
        }
        var names = Enum.GetNames(type);
        var matches = names.Where(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (matches.Length == 0) matches = [.. names.Where(name => text.Length > 0 && name.StartsWith(text, StringComparison.OrdinalIgnoreCase))];
        return matches.Length == 1
            ? Enum.Parse(type, matches[0])
            : throw new FormatException(
                $"Unable to match the identifier name {text} to a valid enumerator name. Specify one of the following enumerator names and try again: {string.Join(", ", names)}");
    }

    private static Dictionary<string, object?> ToDictionary(object? value)
    {
        if (value is not IDictionary map) throw new FormatException("Cannot convert the value to type \"System.Collections.Hashtable\".");
        var result = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in map) result[RemoteObject.TextOf(entry.Key) ?? ""] = entry.Value;
        return result;
    }

    private static Array ToArray(object? value, Type element, bool isSecret)
    {
        List<object?> items = value switch
        {
            null => [],
            string or byte[] or IDictionary => [value],
            IEnumerable list => [.. list.Cast<object?>()],
            _ => [value],
        };
        var array = Array.CreateInstance(element, items.Count);
        for (var i = 0; i < items.Count; i++) array.SetValue(Convert(items[i], element, isSecret), i);
        return array;
    }

    /// <summary>A list of one counts as its item.</summary>
    private static object? Scalar(object value) => value switch
    {
        string or byte[] => value,
        IDictionary => null,
        ICollection { Count: 1 } list => RemoteObject.Unwrap(list.Cast<object?>().First()),
        IEnumerable => null,
        _ => value,
    };

    private static object? NullAs(Type type) =>
        type == typeof(string) ? "" : type.IsValueType ? System.Activator.CreateInstance(type) : null;

    private static FormatException Fails(object? value, Type type, bool isSecret, string reason) => isSecret
        ? new FormatException($"Cannot convert the value to type \"{NameOf(type)}\".")
        : new FormatException($"Cannot convert value \"{Shorten(RemoteObject.TextOf(value))}\" to type \"{NameOf(type)}\". Error: \"{reason}\"");

    private static bool IsDictionary(Type type) => type == typeof(IReadOnlyDictionary<string, object?>) || type == typeof(IDictionary);

    private static string Shorten(string? text) => text is null ? "" : text.Length <= 200 ? text : text[..200] + "…";
}
