using Azsreg.Operator.Usage;

namespace Azsreg.Operator.Tests.Usage;

public sealed class CsvWriterTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1\r\n")]
    [InlineData("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0\r\n")]
    [InlineData("-2", "'-2\r\n")]
    [InlineData("@SUM(A1)", "'@SUM(A1)\r\n")]
    [InlineData("\t=1", "'\t=1\r\n")]
    [InlineData("\r=1", "\"'\r=1\"\r\n")]
    [InlineData("=\"a\",b", "\"'=\"\"a\"\",b\"\r\n")]
    [InlineData("plain", "plain\r\n")]
    [InlineData("a,b", "\"a,b\"\r\n")]
    [InlineData("", "\r\n")]
    public void Line_OfAText_IsNeverAFormula(string text, string line) => CsvWriter.Line([text]).ShouldBe(line);

    [Fact]
    public void Line_OfNumbersAndTimes_IsExactAndUnquoted() =>
        CsvWriter.Line([-1.5m, 0.000000001m, 20000000001.300000001m, new DateTimeOffset(2026, 3, 1, 2, 0, 0, TimeSpan.FromHours(1)), null, 7L])
            .ShouldBe("-1.5,0.000000001,20000000001.300000001,2026-03-01T01:00:00Z,,7\r\n");
}
