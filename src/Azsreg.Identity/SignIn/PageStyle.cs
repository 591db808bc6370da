using System.Security.Cryptography;
using System.Text;

namespace Azsreg.Identity;

/// <summary>The pages' own style, and the content security policy that allows exactly it.</summary>
internal static class PageStyle
{
    public const string Css =
        ":root{color-scheme:light dark;--text:#242424;--dim:#5c5c5c;--page:#f0f0f0;--card:#fff;--line:#8a8a8a;--accent:#0f6cbd;--on:#fff;--bad:#b10e1c}" +
        "@media(prefers-color-scheme:dark){:root{--text:#fff;--dim:#c7c7c7;--page:#141414;--card:#292929;--line:#8f8f8f;--accent:#479ef5;--on:#000;--bad:#ff99a4}}" +
        "*{box-sizing:border-box}" +
        "body{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;background:var(--page);color:var(--text);" +
        "font:14px/20px system-ui,'Segoe UI',sans-serif}" +
        "main{width:100%;max-width:440px;padding:44px;background:var(--card);border-radius:4px;box-shadow:0 2px 8px #0003;overflow-wrap:anywhere}" +
        ".product{margin:0 0 16px;color:var(--dim);font-weight:600}" +
        "h1{margin:0 0 8px;font-size:24px;line-height:32px;font-weight:600}" +
        "p{margin:0 0 12px}.hint{color:var(--dim);font-size:12px;line-height:16px}" +
        "label{display:block;margin:16px 0 4px;font-weight:600}" +
        "input:not([type=hidden]){width:100%;padding:7px 10px;border:1px solid var(--line);border-radius:4px;background:var(--card);color:var(--text);font:inherit}" +
        "input.code{font-family:ui-monospace,Consolas,monospace;letter-spacing:2px;text-transform:uppercase}" +
        "input[aria-invalid]{border-color:var(--bad)}" +
        ".error{display:block;margin:0 0 4px;color:var(--bad)}" +
        ".buttons{display:flex;flex-direction:row-reverse;gap:8px;margin-top:24px}" +
        "button{min-width:96px;padding:7px 16px;border:1px solid var(--line);border-radius:4px;background:var(--card);color:var(--text);font:inherit;font-weight:600;cursor:pointer}" +
        "button.primary{border-color:var(--accent);background:var(--accent);color:var(--on)}" +
        ":focus-visible{outline:2px solid var(--accent);outline-offset:2px}" +
        "@media(max-width:480px){main{padding:24px}}";

    public const string SubmitScript = "document.forms[0].submit()";

    private static readonly string StyleHash = Hash(Css);
    private static readonly string ScriptHash = Hash(SubmitScript);

    /// <summary>
    /// Nothing but our own style; forms go here, and (browsers apply <c>form-action</c> to the redirect behind a form too) to the
    /// redirect URI of this sign-in.
    /// </summary>
    public static string Policy(string? redirectUri, bool script)
    {
        var target = redirectUri is not null && Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri)
            ? uri.Scheme is "http" or "https" ? $" {uri.GetLeftPart(UriPartial.Authority)}" : $" {uri.Scheme}:"
            : "";
        return $"default-src 'none'; style-src '{StyleHash}'; {(script ? $"script-src '{ScriptHash}'; " : "")}form-action 'self'{target}; " +
            "frame-ancestors 'none'; base-uri 'none'";
    }

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
