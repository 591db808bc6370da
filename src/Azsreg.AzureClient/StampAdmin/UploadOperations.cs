using System.Globalization;
using System.Net;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Azsreg.AzureClient.Arm;
using Azsreg.AzureClient.Http;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>
/// Content that is brought to a stamp: Azure Storage's block blobs (Put Block, Put Block List, Get Block List) at the stamp's admin ARM, each
/// named by its SHA-256 and whole only when it has it.
/// </summary>
public sealed class UploadOperations
{
    /// <summary>The largest block, in bytes.</summary>
    public const int LargestBlock = 4 * 1024 * 1024;

    private readonly ArmClient _arm;

    internal UploadOperations(ArmClient arm) => _arm = arm;

    /// <summary>Where content is once it is whole.</summary>
    public Uri AddressOf(string sha256) => new(_arm.Root, $"uploads/{sha256}");

    /// <summary>The id of a block by its number: base64 of a text of always the same length, as the service demands.</summary>
    public static string BlockId(int number) => Convert.ToBase64String(Encoding.ASCII.GetBytes(number.ToString("D8", CultureInfo.InvariantCulture)));

    /// <summary>Whether content is there, whole.</summary>
    public async Task<bool> IsWholeAsync(string sha256, CancellationToken cancellationToken) =>
        (await SendAsync(() => new HttpRequestMessage(HttpMethod.Head, AddressOf(sha256)), sha256, cancellationToken)).StatusCode != 404;

    /// <summary>The blocks that are there and not yet made a whole, with their bytes, by id.</summary>
    public async Task<IReadOnlyDictionary<string, long>> ListBlocksAsync(string sha256, CancellationToken cancellationToken)
    {
        var address = new Uri(AddressOf(sha256) + "?comp=blocklist&blocklisttype=uncommitted");
        var answer = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, address), sha256, cancellationToken);
        return answer.StatusCode == 404 ? new Dictionary<string, long>() : ReadBlocks(answer.Body);
    }

    /// <summary>Puts a block, in place of one of that id.</summary>
    public Task PutBlockAsync(string sha256, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var address = new Uri($"{AddressOf(sha256)}?comp=block&blockid={Uri.EscapeDataString(blockId)}");
        var md5 = ContentMd5.Of(content.Span);
        return SendDemandingAsync(
            () =>
            {
                var message = new HttpRequestMessage(HttpMethod.Put, address) { Content = new ReadOnlyMemoryContent(content) };
                message.Content.Headers.ContentMD5 = md5;
                return message;
            },
            sha256, cancellationToken);
    }

    /// <summary>Makes the blocks a whole, in this order.</summary>
    /// <exception cref="ArmException">The whole does not have the SHA-256 it is named by, or a block is not there.</exception>
    public Task CommitAsync(string sha256, IEnumerable<string> blockIds, CancellationToken cancellationToken)
    {
        var address = new Uri(AddressOf(sha256) + "?comp=blocklist");
        // Base64 holds nothing that XML reads as its own.
        var list = Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>{string.Concat(blockIds.Select(id => $"<Latest>{id}</Latest>"))}</BlockList>");
        return SendDemandingAsync(
            () =>
            {
                var message = new HttpRequestMessage(HttpMethod.Put, address) { Content = new ReadOnlyMemoryContent(list) };
                message.Content.Headers.ContentType = new("application/xml");
                return message;
            },
            sha256, cancellationToken);
    }

    private async Task SendDemandingAsync(Func<HttpRequestMessage> message, string sha256, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(message, sha256, cancellationToken);
        if (answer.StatusCode == 404) throw Refused(answer);
    }

    /// <summary>404 is the caller's to judge.</summary>
    private async Task<HttpAnswer> SendAsync(Func<HttpRequestMessage> message, string sha256, CancellationToken cancellationToken)
    {
        var answer = await _arm.SendAuthorizedAsync(message, AddressOf(sha256), repeatable: true, cancellationToken);
        return answer.IsSuccess || answer.StatusCode == 404 ? answer : throw Refused(answer);
    }

    /// <summary>Storage's errors are XML with their code in a header; the gate before them answers in ARM's envelope.</summary>
    private ArmException Refused(HttpAnswer answer)
    {
        var refusal = ArmErrorReader.ToException(answer, _arm.Clock.GetUtcNow());
        return answer.Header("x-ms-error-code") is { Length: > 0 } code
            ? new ArmException(answer.StatusCode, refusal.Error with { Code = code }) { CorrelationId = refusal.CorrelationId, RetryAfter = refusal.RetryAfter }
            : refusal;
    }

    private static Dictionary<string, long> ReadBlocks(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var text = new MemoryStream(body.ToArray());
            using var reader = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader).Descendants("Block").ToDictionary(block => (string)block.Element("Name")!, block => (long)block.Element("Size")!, StringComparer.Ordinal);
        }
        catch (Exception fault) when (fault is XmlException or FormatException or ArgumentException)
        {
            throw new CataloguedException(ErrorCatalogue.AnswerNotUnderstood, $"The stamp's list of blocks cannot be read: {fault.Message}", inner: fault);
        }
    }
}
