using Microsoft.Extensions.Logging;

namespace Azsreg.Cloud.Blobs;

internal sealed partial class BlobEndpoints
{
    private static partial class Log
    {
        [LoggerMessage(6001, LogLevel.Error, "A blob could not be read, request {RequestId}")]
        public static partial void NotServed(ILogger logger, Exception failure, string requestId);

        [LoggerMessage(6002, LogLevel.Error, "The content {Sha256} of {Container}/{Name} is not whole; azsreg cloud catalog verify names all that is not")]
        public static partial void ContentMissing(ILogger logger, string container, string name, string sha256);
    }
}
