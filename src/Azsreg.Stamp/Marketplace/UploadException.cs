namespace Azsreg.Stamp.Marketplace;

/// <summary>An upload that is refused, with the code of Azure Storage where it has one.</summary>
internal sealed class UploadException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
