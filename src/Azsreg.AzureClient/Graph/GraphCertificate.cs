namespace Azsreg.AzureClient;

/// <summary>A certificate an application may sign in with; Graph never answers its bytes.</summary>
/// <param name="KeyId">Graph's id of it.</param>
/// <param name="CustomKeyIdentifier">Its SHA-1 thumbprint, as hexadecimal digits or as base64 of its bytes.</param>
/// <param name="Type">Such as <c>AsymmetricX509Cert</c>.</param>
/// <param name="Usage">Such as <c>Verify</c>.</param>
/// <param name="DisplayName">Its name.</param>
/// <param name="StartDateTime">From when it is good.</param>
/// <param name="EndDateTime">Until when.</param>
public sealed record GraphCertificate(
    string? KeyId, string? CustomKeyIdentifier, string? Type, string? Usage, string? DisplayName, DateTimeOffset? StartDateTime, DateTimeOffset? EndDateTime)
{
    /// <summary>Whether it is the certificate of a SHA-1 thumbprint.</summary>
    /// <param name="thumbprint">Hexadecimal digits.</param>
    public bool Is(string thumbprint)
    {
        ArgumentNullException.ThrowIfNull(thumbprint);
        if (CustomKeyIdentifier is not { } told)
            return false;
        if (told.Equals(thumbprint, StringComparison.OrdinalIgnoreCase))
            return true;
        var bytes = new byte[told.Length];
        return Convert.TryFromBase64String(told, bytes, out var length)
            && Convert.ToHexString(bytes.AsSpan(0, length)).Equals(thumbprint, StringComparison.OrdinalIgnoreCase);
    }
}
