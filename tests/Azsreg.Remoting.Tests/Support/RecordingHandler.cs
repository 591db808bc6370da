using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Azsreg.Remoting.Tests.Support;

/// <summary>Keeps what a client sends, and may answer in the service's place.</summary>
internal sealed class RecordingHandler(HttpMessageHandler inner) : DelegatingHandler(new Borrowed(inner))
{
    /// <summary>The body of each request, in order.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    /// <summary>Gives the fault document to answer a request with; null to pass it on.</summary>
    public Func<string, string?> Fault { get; set; } = _ => null;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        Bodies.Enqueue(body);
        return Fault(body) is { } fault
            ? new HttpResponseMessage(HttpStatusCode.InternalServerError) { Content = new StringContent(fault, Encoding.UTF8, "application/soap+xml") }
            : await base.SendAsync(request, cancellationToken);
    }

    /// <summary>The handler stays its owner's.</summary>
    private sealed class Borrowed(HttpMessageHandler inner) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker invoker = new(inner, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            invoker.SendAsync(request, cancellationToken);
    }
}
