using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Identity;

/// <summary>
/// The sign-in pages: plain HTML that works without script and without anything from elsewhere. Each has one form, its fields labelled,
/// and says an error beside the field it is about.
/// </summary>
internal sealed class SignInPages(IdentityOptions options, SignInFlows flows)
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Default;

    public Task PasswordAsync(HttpContext http, SignInFlow flow, Application client, Tenant? tenant, SignInException? refusal)
    {
        var aboutName = refusal?.Code is 50034 or 50020 or 50057 or 50053;
        var device = flow.UserCode is not null;
        var body = new StringBuilder()
            .Append(Heading("Sign in", device
                ? $"You are signing in to <b>{Html.Encode(client.DisplayName)}</b> on another device. Go on only if you started this."
                : $"to continue to <b>{Html.Encode(client.DisplayName)}</b>"))
            .Append(tenant is null ? "" : $"<p class=\"hint\">Directory: {Html.Encode(tenant.DisplayName)}</p>")
            .Append(Form(SignInEndpoints.SignInPage, flow))
            .Append(Field("login", "User name", "text", "autocomplete=\"username\" spellcheck=\"false\" autocapitalize=\"none\" maxlength=\"320\"",
                flow.SignInName, aboutName ? Sentence(refusal!) : null, focus: string.IsNullOrEmpty(flow.SignInName) || aboutName))
            .Append(Field("passwd", "Password", "password", "autocomplete=\"current-password\" maxlength=\"256\"",
                null, refusal is null || aboutName ? null : Sentence(refusal), focus: !string.IsNullOrEmpty(flow.SignInName) && !aboutName))
            .Append(Buttons("Sign in"))
            .Append("</form>");
        return WriteAsync(http, "Sign in", body, refusal, flow.Authorization?.RedirectUri);
    }

    public Task OneTimeCodeAsync(HttpContext http, SignInFlow flow, Application client, SignInException? refusal)
    {
        var body = new StringBuilder()
            .Append(Heading("Enter code", $"Enter the code your authenticator app shows for <b>{Html.Encode(flow.SignInName ?? "")}</b>."))
            .Append(Form(SignInEndpoints.SignInPage, flow))
            .Append(Field("otc", "Code", "text", "inputmode=\"numeric\" autocomplete=\"one-time-code\" maxlength=\"9\" class=\"code\"",
                null, refusal is null ? null : Sentence(refusal), focus: true))
            .Append(Buttons("Verify"))
            .Append("</form>")
            .Append($"<p class=\"hint\">Signing in to {Html.Encode(client.DisplayName)}</p>");
        return WriteAsync(http, "Enter code", body, refusal, flow.Authorization?.RedirectUri);
    }

    public Task DeviceCodeAsync(HttpContext http, SignInFlow flow, string userCode, SignInException? refusal)
    {
        var body = new StringBuilder()
            .Append(Heading("Enter code", "Enter the code shown by the application you want to sign in to."))
            .Append(Form(SignInEndpoints.DevicePage, flow))
            .Append(Field("user_code", "Code", "text", "autocomplete=\"off\" spellcheck=\"false\" autocapitalize=\"characters\" maxlength=\"32\" class=\"code\"",
                userCode.Length > 32 ? "" : userCode, refusal is null ? null : Sentence(refusal), focus: true))
            .Append("<p class=\"hint\">Do not enter a code that somebody sent you: whoever made it gets your access.</p>")
            .Append("<div class=\"buttons\"><button type=\"submit\" class=\"primary\">Next</button></div></form>");
        return WriteAsync(http, "Enter code", body, refusal, null);
    }

    public Task ConfirmAsync(HttpContext http, SignInFlow flow, Application client, User user)
    {
        var body = new StringBuilder()
            .Append(Heading(
                $"Are you trying to sign in to {Html.Encode(client.DisplayName)}?",
                $"You are signed in as <b>{Html.Encode(user.SignInName)}</b>. Continue only if you started this sign-in on a device you trust."))
            .Append(Form(SignInEndpoints.SignInPage, flow))
            .Append(Buttons("Continue"))
            .Append("</form>");
        return WriteAsync(http, "Are you trying to sign in?", body, null, null);
    }

    public Task DeviceSignedInAsync(HttpContext http, Application client) => WriteAsync(
        http, "Signed in",
        new StringBuilder(Heading(
            "You have signed in", $"You have signed in to <b>{Html.Encode(client.DisplayName)}</b> on your device. You may now close this window.")), null, null);

    public Task DeviceDeclinedAsync(HttpContext http, Application client) => WriteAsync(
        http, "Sign-in cancelled",
        new StringBuilder(Heading("Sign-in cancelled", $"<b>{Html.Encode(client.DisplayName)}</b> was not signed in. You may close this window.")), null, null);

    public Task SignedOutAsync(HttpContext http) => WriteAsync(
        http, "Signed out", new StringBuilder(Heading("You signed out", "It's a good idea to close all browser windows.")), null, null);

    public Task FailureAsync(HttpContext http, SignInException refusal, SignInAttempt attempt)
    {
        http.Response.StatusCode = refusal.Status;
        var body = new StringBuilder()
            .Append(Heading("Sorry, we couldn't sign you in", ""))
            .Append($"<p class=\"error\" role=\"alert\">{Html.Encode(refusal.Description)}</p>")
            .Append($"<p class=\"hint\">Trace ID: {attempt.TraceId}<br>Correlation ID: {attempt.CorrelationId}</p>");
        return WriteAsync(http, "Sign-in failed", body, null, null);
    }

    /// <summary>OAuth 2.0 Form Post Response Mode: the answer leaves as a form; where scripts do not run, the button sends it.</summary>
    public Task FormPostAsync(HttpContext http, string redirectUri, IReadOnlyList<KeyValuePair<string, string?>> fields)
    {
        var body = new StringBuilder(Heading("Signed in", "Continue to the application."))
            .Append($"<form method=\"post\" action=\"{Html.Encode(redirectUri)}\">");
        foreach (var (name, value) in fields)
            body.Append($"<input type=\"hidden\" name=\"{Html.Encode(name)}\" value=\"{Html.Encode(value ?? "")}\">");
        body.Append("<div class=\"buttons\"><button type=\"submit\" class=\"primary\">Continue</button></div></form>")
            .Append($"<script>{PageStyle.SubmitScript}</script>");
        return WriteAsync(http, "Signed in", body, null, redirectUri, script: true);
    }

    private static string Heading(string title, string text) => $"<h1>{title}</h1>{(text.Length == 0 ? "" : $"<p>{text}</p>")}";

    private string Form(string action, SignInFlow flow) =>
        $"<form method=\"post\" action=\"{action}\" novalidate><input type=\"hidden\" name=\"{SignInFlows.Field}\" value=\"{flows.Seal(flow)}\">";

    private static string Field(string name, string label, string type, string attributes, string? value, string? error, bool focus)
    {
        var problem = error is null
            ? ""
            : $"<span class=\"error\" id=\"{name}-error\" role=\"alert\">{Html.Encode(error)}</span>";
        var described = error is null ? "" : $" aria-invalid=\"true\" aria-describedby=\"{name}-error\"";
        return $"<label for=\"{name}\">{label}</label>{problem}<input id=\"{name}\" name=\"{name}\" type=\"{type}\" {attributes} " +
            $"value=\"{Html.Encode(value ?? "")}\"{described}{(focus ? " autofocus" : "")}>";
    }

    private static string Buttons(string primary) =>
        "<div class=\"buttons\">" +
        $"<button type=\"submit\" class=\"primary\" name=\"decision\" value=\"continue\">{primary}</button>" +
        "<button type=\"submit\" name=\"decision\" value=\"cancel\">Cancel</button></div>";

    /// <summary>What a person can act on; the number stays, to be looked up or told to whoever helps.</summary>
    private static string Sentence(SignInException refusal) => refusal.Code switch
    {
        50034 => "We couldn't find an account with that user name. (AADSTS50034)",
        50126 => "Your account or password is incorrect. (AADSTS50126)",
        50053 => "Too many failed sign-ins. Wait a while, then try again. (AADSTS50053)",
        50057 => "This account is blocked. Contact your administrator. (AADSTS50057)",
        500121 => "That code is wrong or was used already. Wait for the next one. (AADSTS500121)",
        70018 => "That code didn't work. Check the code and try again. (AADSTS70018)",
        _ => refusal.Description,
    };

    private Task WriteAsync(
        HttpContext http, string title, StringBuilder body, SignInException? refusal, string? redirectUri, bool script = false)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = PageStyle.Policy(redirectUri, script);
        http.Response.Headers.XFrameOptions = "DENY";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        var product = Html.Encode(options.ProductName);
        return http.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{(refusal is null ? "" : "Error: ")}{Html.Encode(title)} - {product}</title>
            <style>{PageStyle.Css}</style>
            </head>
            <body>
            <main>
            <p class="product">{product}</p>
            {body}
            </main>
            </body>
            </html>

            """,
            http.RequestAborted);
    }
}
