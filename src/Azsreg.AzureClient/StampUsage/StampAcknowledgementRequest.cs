namespace Azsreg.AzureClient;

/// <summary>Gives a stamp an acknowledgement file.</summary>
internal sealed record StampAcknowledgementRequest(ReadOnlyMemory<byte> Content);
