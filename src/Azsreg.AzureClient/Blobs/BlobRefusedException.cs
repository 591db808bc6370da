namespace Azsreg.AzureClient;

/// <summary>The blob service answered with an error. Its text holds no address, since an address holds the signature.</summary>
/// <param name="statusCode">The HTTP status, 400 to 599.</param>
/// <param name="errorCode">The service's <c>x-ms-error-code</c>, such as <c>AuthenticationFailed</c>.</param>
public sealed class BlobRefusedException(int statusCode, string errorCode)
    : Exception(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The blob service answered {statusCode} {errorCode}."))
{
    /// <summary>The HTTP status.</summary>
    public int StatusCode { get; } = statusCode;

    /// <summary>The service's code.</summary>
    public string ErrorCode { get; } = errorCode;

    /// <summary>The link's signature is over or not taken: another link may do (403, or 401 of an account without anonymous access).</summary>
    public bool IsLinkRefused => StatusCode is 401 or 403;

    /// <summary>The blob is another than it was when its properties were read (412 <c>ConditionNotMet</c>).</summary>
    public bool IsChanged => StatusCode == 412;
}
