using System.Text.Json;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Cli.Rendering;

/// <summary>A failure for a program: <c>{"error":{"code","kind","message","detail","fix","next","retryable"}}</c>.</summary>
internal sealed record ErrorObject(ErrorObject.Body Error)
{
    public static ErrorObject Of(CataloguedException failure) => new(new Body(
        failure.Entry.Code,
        JsonNamingPolicy.CamelCase.ConvertName(failure.Entry.Kind.ToString()),
        failure.Entry.What,
        Redaction.Apply(failure.Detail),
        failure.Entry.Fix,
        failure.NextCommands,
        failure.Entry.Retryable));

    internal sealed record Body(
        string Code, string Kind, string Message, string Detail, string Fix, IReadOnlyList<string> Next, bool Retryable);
}
