using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azsreg.AzureClient.Http;
using Azsreg.Protocol;

namespace Azsreg.AzureClient.SignIn;

/// <summary>An error answer of a token or device-code endpoint.</summary>
internal sealed partial record SignInRefusal(string Error, int? DirectoryCode, string Description)
{
    private const int LongestDescription = 600;

    /// <summary>Reads RFC 6749 §5.2's error object with the directory's additions, or makes one of whatever else came.</summary>
    public static SignInRefusal Read(HttpAnswer answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body, new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement is { ValueKind: JsonValueKind.Object } root && Text(root, "error") is { } error)
            {
                var description = FirstLine(Text(root, "error_description") ?? error);
                return new(error, CodeOf(root) ?? CodeIn(description), description);
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The latter: an escape of half a character. Told below: a proxy's or balancer's page instead of the token service's answer.
        }

        return new("unreadable_answer", null, $"the token service answered {answer.StatusCode} with {answer.MediaType ?? "nothing"}");
    }

    /// <summary>The same from an authorization endpoint's redirect (RFC 6749 §4.1.2.1).</summary>
    public static SignInRefusal Of(string error, string description) => new(error, CodeIn(description), FirstLine(description));

    /// <summary>The catalogue's word for it.</summary>
    public SignInException ToException(string tenant, string? userName = null)
    {
        var entry = Entry();
        // "common" is nobody's directory: naming it would send the reader looking for one of that name.
        var where = IsAnyDirectory(tenant) ? "" : $"directory '{tenant}'";
        var who = (userName, where) switch
        {
            (null, "") => "",
            (null, _) => $"{where}: ",
            (_, "") => $"'{userName}': ",
            _ => $"'{userName}' in {where}: ",
        };
        return new SignInException(entry, who + Description, Error, DirectoryCode, Next(entry, tenant));
    }

    private ErrorEntry Entry() => DirectoryCode switch
    {
        50126 or 50056 => ErrorCatalogue.WrongPassword,
        50072 or 50074 or 50076 or 50079 or 50158 => ErrorCatalogue.SecondFactorNeeded,
        // A personal account has no password the directory could check: it belongs to another one's sign-in page.
        500200 or 500202 or 9001023 or 9002346 => ErrorCatalogue.SecondFactorNeeded,
        50020 or 50034 or 51004 or 90072 => ErrorCatalogue.AccountNotInDirectory,
        50059 or 90002 or 90007 or 900023 or 900021 => ErrorCatalogue.DirectoryNotFound,
        50053 or 50055 or 50057 or 50144 => ErrorCatalogue.AccountBlocked,
        50078 or 50089 or 50132 or 50133 or 50173 or 70043 or 70008 or 700081 or 700082 or 700084 => ErrorCatalogue.SignInExpired,
        // A grant nobody remembers: revoked, or of another token service at the same address.
        70000 or 9002313 when Error == "invalid_grant" => ErrorCatalogue.SignInExpired,
        65004 or 70019 or 70020 => ErrorCatalogue.SignInNotCompleted,
        700016 or 700027 or 700021 or 700023 or 700024 or 7000112 or 7000215 or 7000216 or 7000218 or 7000222 or 7000229 => ErrorCatalogue.ApplicationSignInRefused,
        90006 or 90024 or 90033 or 90055 or 50196 => ErrorCatalogue.SignInBusy,
        _ => Error switch
        {
            "authorization_declined" or "access_denied" or "expired_token" => ErrorCatalogue.SignInNotCompleted,
            "temporarily_unavailable" or "server_error" => ErrorCatalogue.SignInBusy,
            "interaction_required" => ErrorCatalogue.SecondFactorNeeded,
            "invalid_client" or "unauthorized_client" => ErrorCatalogue.ApplicationSignInRefused,
            "unreadable_answer" => ErrorCatalogue.AnswerNotUnderstood,
            _ => ErrorCatalogue.SignInRefused,
        },
    };

    private static bool IsAnyDirectory(string tenant) => tenant is "common" or "organizations" or "adfs";

    // The entry's own fix says "azsreg login"; only the directory is worth adding.
    private static string[]? Next(ErrorEntry entry, string tenant) =>
        (entry == ErrorCatalogue.SecondFactorNeeded || entry == ErrorCatalogue.SignInExpired) && !IsAnyDirectory(tenant)
            ? [$"azsreg login --tenant {tenant}"]
            : null;

    private static int? CodeOf(JsonElement root) =>
        root.TryGetProperty("error_codes", out var codes) && codes.ValueKind == JsonValueKind.Array && codes.GetArrayLength() > 0
        && codes[0].ValueKind == JsonValueKind.Number && codes[0].TryGetInt32(out var code)
            ? code
            : null;

    private static int? CodeIn(string description) =>
        DirectoryCodePattern.Match(description) is { Success: true } match
        && int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var code)
            ? code
            : null;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    // The lines after the first are trace ids and a time; they are for the provider, not for the person.
    private static string FirstLine(string description)
    {
        var line = description.AsSpan().TrimStart();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        var trace = line.IndexOf(" Trace ID:", StringComparison.Ordinal);
        line = trace < 0 ? line : line[..trace];
        return line.Length > LongestDescription ? string.Concat(line[..LongestDescription], "…") : line.ToString();
    }

    [GeneratedRegex(@"^AADSTS(\d{4,9})\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex DirectoryCodePattern { get; }
}
