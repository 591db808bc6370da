namespace Azsreg.Protocol.Tests;

public sealed class SecretTests
{
    [Fact]
    public void ToString_AnyText_IsMasked() => new Secret("hunter2").ToString().ShouldBe("***");

    [Fact]
    public void Interpolation_RecordHoldingSecret_IsMasked() => $"{new Holder(new Secret("hunter2"))}".ShouldNotContain("hunter2");

    [Fact]
    public void Serialize_Secret_WritesNoText() =>
        System.Text.Json.JsonSerializer.Serialize(new Holder(new Secret("hunter2"))).ShouldNotContain("hunter2");

    [Fact]
    public void Equals_SameText_IsTrue() => new Secret("a").ShouldBe(new Secret("a"));

    [Fact]
    public void Equals_OtherText_IsFalse() => new Secret("a").ShouldNotBe(new Secret("b"));

    private sealed record Holder(Secret Password);
}
