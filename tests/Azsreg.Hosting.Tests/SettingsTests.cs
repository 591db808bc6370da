using Azsreg.Protocol;

namespace Azsreg.Hosting.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1", "2", """{"port-base": 3}""", "1")]
    [InlineData(null, "2", """{"port-base": 3}""", "2")]
    [InlineData(null, "", """{"port-base": 3}""", "3")]
    [InlineData(null, null, """{"port-base": "3"}""", "3")]
    [InlineData(null, null, "{ // none\n }", null)]
    public void Get_SeveralSources_TakesOptionThenEnvironmentThenFile(string? option, string? environment, string file, string? expected)
    {
        Write(file);

        Load(environment).Get("port-base", option).ShouldBe(expected);
    }

    [Fact]
    public void Get_NoFile_IsNull() => Load(null).Get("port-base").ShouldBeNull();

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    public void Load_NotAnObject_NamesTheFile(string content)
    {
        Write(content);

        var refusal = Should.Throw<CataloguedException>(() => Load(null));

        refusal.Entry.Code.ShouldBe("AZR1002");
        refusal.Detail.ShouldContain("settings.json");
    }

    [Fact]
    public void Get_ObjectInItsPlace_IsUnreadable()
    {
        Write("""{"port-base": {}}""");

        Should.Throw<CataloguedException>(() => Load(null).Get("port-base")).Entry.Code.ShouldBe("AZR1002");
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("70000")]
    [InlineData("-1")]
    [InlineData("1.5")]
    public void GetNumber_OutsideItsBounds_IsRefused(string value)
    {
        var refusal = Should.Throw<CataloguedException>(() => Load(value).GetNumber("port-base", null, 20000, 0, 65535));

        refusal.Entry.Code.ShouldBe("AZR1001");
        refusal.Detail.ShouldBe($"'port-base' must be a whole number from 0 to 65535, not '{value}'.");
    }

    [Fact]
    public void GetNumber_NotGiven_IsTheFallback() => Load(null).GetNumber("port-base", null, 20000, 0, 65535).ShouldBe(20000);

    [Fact]
    public void Set_Value_IsThereAfterLoadingAgain()
    {
        Load(null).Set("output", "json");

        Load(null).Get("output").ShouldBe("json");
    }

    [Fact]
    public void Set_Null_RemovesTheKeyOnly()
    {
        var settings = Load(null);
        settings.Set("output", "json");
        settings.Set("environment", "Local");

        settings.Set("output", null);

        File.ReadAllText(settings.Path).ReplaceLineEndings("\n").ShouldBe("{\n  \"environment\": \"Local\"\n}");
    }

    private void Write(string content) => File.WriteAllText(Path.Combine(_folder.Data.Operator, "settings.json"), content);

    private Settings Load(string? environment) =>
        Settings.Load(_folder.Data, name => name == "AZSREG_PORT_BASE" ? environment : null);
}
