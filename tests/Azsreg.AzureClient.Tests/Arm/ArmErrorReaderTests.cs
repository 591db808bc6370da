using System.Text;
using Azsreg.AzureClient.Arm;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.AzureClient.Tests.Arm;

public sealed class ArmErrorReaderTests
{
    [Theory]
    [InlineData("""{"error":{"code":"A","message":"m","target":"t"}}""", "A", "m")]
    [InlineData("""{"code":"A","message":"m"}""", "A", "m")]
    [InlineData("""{"Message":"An error has occurred."}""", "BadRequest", "An error has occurred.")]
    [InlineData("""{"odata.error":{"code":"Request_ResourceNotFound","message":{"lang":"en","value":"gone"}}}""", "Request_ResourceNotFound", "gone")]
    [InlineData("""{"error":"invalid_request","error_description":"d"}""", "invalid_request", "d")]
    [InlineData("\uFEFF{\"error\":{\"code\":\"A\",\"message\":\"m\"}}", "A", "m")]
    public void Read_Forms_AreUnderstood(string body, string code, string message)
    {
        var error = ArmErrorReader.Read(400, "application/json", Encoding.UTF8.GetBytes(body));

        error.Code.ShouldBe(code);
        error.Message.ShouldBe(message);
    }

    [Fact]
    public void Read_Details_AreKept()
    {
        var error = ArmErrorReader.Read(409, "application/json", """
            {"error":{"code":"MissingSubscriptionRegistration","message":"m","details":[{"code":"MissingSubscriptionRegistration","target":"Microsoft.AzureStack","message":"m"}],
            "additionalInfo":[{"type":"PolicyViolation","info":{"a":1}}]}}
            """u8);

        error.Details.ShouldHaveSingleItem().Target.ShouldBe("Microsoft.AzureStack");
        error.AdditionalInfo!.Value[0].GetProperty("type").GetString().ShouldBe("PolicyViolation");
    }

    [Fact]
    public void Read_HtmlOfAProxy_IsToldAsText()
    {
        var error = ArmErrorReader.Read(502, "text/html", "<html><head><title>502 Bad Gateway</title></head><body><h1>Bad &amp; gateway</h1></body></html>"u8);

        error.Code.ShouldBe("BadGateway");
        error.Message.ShouldBe("the answer was no JSON (text/html): 502 Bad Gateway Bad & gateway");
    }

    [Fact]
    public void Read_NoBody_NamesTheStatus()
    {
        var error = ArmErrorReader.Read(404, null, []);

        error.Code.ShouldBe("NotFound");
        error.Message.ShouldBe("the answer had no body");
    }

    [Fact]
    public void Read_AnyBytes_GivesABoundedError() =>
        Prop.ForAll<byte[], bool>((bytes, html) =>
        {
            var error = ArmErrorReader.Read(500, html ? "text/html" : "application/json", bytes);
            return error.Code.Length > 0 && error.Message.Length is > 0 and < 2100;
        }).CheckSeeded();

    [Fact]
    public void Read_AnyCodeAndMessage_ComesBack() =>
        Prop.ForAll<NonEmptyString, NonEmptyString>((code, message) =>
        {
            var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { error = new { code = code.Get, message = message.Get } });
            var again = System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("error");
            var error = ArmErrorReader.Read(400, null, body);
            // What JSON itself cannot carry (a lone surrogate) is not ours to bring back.
            return error.Code == again.GetProperty("code").GetString() && error.Message == again.GetProperty("message").GetString();
        }).CheckSeeded();

    [Fact]
    public void Read_DeepDetails_AreCutOff()
    {
        var body = string.Concat(Enumerable.Repeat("""{"code":"c","message":"m","details":[""", 25)) + """{"code":"c","message":"m"}""" + string.Concat(Enumerable.Repeat("]}", 25));

        var error = ArmErrorReader.Read(400, null, Encoding.UTF8.GetBytes($$"""{"error":{{body}}}"""));

        var depth = 0;
        for (var e = error; e.Details is [var inner]; e = inner)
            depth++;
        depth.ShouldBe(5);
    }
}
