namespace Azsreg.Portal.Session;

/// <summary>Who is signed in, as the stamp's directory knows them.</summary>
/// <param name="DisplayName">The name shown.</param>
/// <param name="UserPrincipalName">What they sign in with.</param>
/// <param name="ObjectId">Their object id at the stamp.</param>
public sealed record Person(string DisplayName, string UserPrincipalName, string ObjectId)
{
    /// <summary>One or two letters that stand for them.</summary>
    public string Initials
    {
        get
        {
            var words = DisplayName.Split([' ', '.', '-', '@'], StringSplitOptions.RemoveEmptyEntries);
            return words.Length == 0 ? "?" : string.Concat(words.Length == 1 ? words[0][..1] : words[0][..1] + words[^1][..1]).ToUpperInvariant();
        }
    }
}
