using System.Net;
using System.Text.RegularExpressions;

namespace Azsreg.Portal.Tests.Shell;

/// <summary>What a browser got.</summary>
internal sealed partial record Page(Uri Url, HttpStatusCode Status, string Html, Dictionary<string, string> Headers)
{
    /// <summary>The token of the page's forms; empty where it has none.</summary>
    public string FormToken => MetaToken().Match(Html) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : "";

    /// <summary>The hidden fields of all its forms.</summary>
    public Dictionary<string, string> Hidden()
    {
        var fields = new Dictionary<string, string>();
        foreach (Match match in HiddenField().Matches(Html))
            fields[match.Groups[1].Value] = WebUtility.HtmlDecode(match.Groups[2].Value);
        return fields;
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();

    [GeneratedRegex("<meta name=\"form-token\" content=\"([^\"]+)\"")]
    private static partial Regex MetaToken();
}
