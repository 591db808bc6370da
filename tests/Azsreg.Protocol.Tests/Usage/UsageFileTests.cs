using System.Security.Cryptography;

namespace Azsreg.Protocol.Tests.Usage;

public sealed class UsageFileTests : IDisposable
{
    private readonly ECDsa _stamp = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private string PublicKey => Convert.ToBase64String(_stamp.ExportSubjectPublicKeyInfo());

    [Fact]
    public async Task ReadBatches_WhatWasWritten_IsWholeAndByTheStamp()
    {
        var (file, _) = await WriteAsync(3);
        var numbers = new List<long>();

        var read = await UsageFileReader.ReadBatchesAsync(new MemoryStream(file), (batch, _) =>
        {
            numbers.Add(batch.Header.Number);
            return Task.CompletedTask;
        });

        read.Header.Number.ShouldBe(4);
        numbers.ShouldBe([1, 2, 3]);
        read.Seal.IsBy(PublicKey).ShouldBeTrue();
    }

    [Fact]
    public async Task IsBy_AnotherKey_IsFalse()
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (file, _) = await WriteAsync(1);

        (await UsageFileReader.ReadBatchesAsync(new MemoryStream(file))).Seal.IsBy(Convert.ToBase64String(stranger.ExportSubjectPublicKeyInfo())).ShouldBeFalse();
    }

    [Theory]
    [InlineData("redmond", "Redmond")]
    [InlineData("\"number\":4", "\"number\":5")]
    [InlineData("\"kind\":\"Batches\"", "\"kind\":\"Acknowledgement\"")]
    [InlineData("\"count\":3", "\"count\":2")]
    [InlineData("\"hash\":\"", "\"hash\":\"0")]
    public async Task ReadBatches_AnythingAltered_IsRefused(string part, string other)
    {
        var (file, _) = await WriteAsync(3);
        var altered = UsageSamples.Gzip(UsageSamples.Plain(file).Replace(part, other, StringComparison.Ordinal));

        await Should.ThrowAsync<UsageFormatException>(() => UsageFileReader.ReadBatchesAsync(new MemoryStream(altered)));
    }

    [Fact]
    public async Task ReadBatches_SignatureAltered_IsNotByTheStamp()
    {
        var (file, _) = await WriteAsync(1);
        var text = UsageSamples.Plain(file);
        var at = text.IndexOf("\"signature\":\"", StringComparison.Ordinal) + 20;
        var altered = text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..];

        (await UsageFileReader.ReadBatchesAsync(new MemoryStream(UsageSamples.Gzip(altered)))).Seal.IsBy(PublicKey).ShouldBeFalse();
    }

    [Fact]
    public async Task ReadBatches_BatchLeftOutOfTheMiddle_IsRefused()
    {
        var output = new MemoryStream();
        var (first, one) = UsageSamples.Batch([UsageSamples.Record()]);
        var (second, _) = UsageSamples.Batch([UsageSamples.Record(revision: 1)], 2, first.Hash);
        var (_, three) = UsageSamples.Batch([UsageSamples.Record(revision: 2)], 3, second.Hash);
        await using (var writer = await UsageFileWriter.StartAsync(output, Header(2)))
        {
            await writer.AddAsync(one);
            await writer.AddAsync(three);
            await writer.FinishAsync(hash => UsageFileSeal.Sign(hash, _stamp));
        }

        (await Should.ThrowAsync<UsageFormatException>(() => UsageFileReader.ReadBatchesAsync(new MemoryStream(output.ToArray())))).Message.ShouldContain("does not follow");
    }

    [Fact]
    public async Task ReadBatches_CutShortAnywhere_IsRefused()
    {
        var (file, _) = await WriteAsync(2);

        for (var length = 0; length < file.Length - 24; length += 3)
            await Should.ThrowAsync<UsageFormatException>(() => UsageFileReader.ReadBatchesAsync(new MemoryStream(file[..length])));
    }

    [Fact]
    public async Task ReadAcknowledgement_WhatCommerceWrote_IsByItsKey()
    {
        using var commerce = RSA.Create(2048);
        var output = new MemoryStream();
        var answer = new UsageBatchAnswer(
            UsageSamples.CloudId, UsageSamples.Activation, 1, UsageBatchHeader.NoPrevious, 3, 2, 1, [new UsageRefusal("line 1", UsageRefusalCode.InvalidRecord, "id: It is missing.")],
            UsageSamples.Hour);
        await using (var writer = await UsageFileWriter.StartAsync(output, Header(1) with { Kind = UsageFileKind.Acknowledgement }))
        {
            await writer.AddAsync(answer);
            await writer.FinishAsync(hash => UsageFileSeal.Sign(hash, commerce, "k1"));
        }

        var answers = new List<UsageBatchAnswer>();
        var read = await UsageFileReader.ReadAcknowledgementAsync(new MemoryStream(output.ToArray()), (one, _) =>
        {
            answers.Add(one);
            return Task.CompletedTask;
        });

        answers.ShouldHaveSingleItem().Refused.ShouldBe(answer.Refused);
        answers[0].ShouldBe(answer with { Refused = answers[0].Refused });
        read.Seal.KeyId.ShouldBe("k1");
        read.Seal.IsBy(commerce).ShouldBeTrue();
    }

    public void Dispose() => _stamp.Dispose();

    private static UsageFileHeader Header(int count) =>
        new(UsageFileKind.Batches, UsageFileHeader.CurrentVersion, UsageSamples.CloudId, 4, UsageBatchHeader.NoPrevious, count, UsageSamples.Hour);

    private async Task<(byte[] File, string Hash)> WriteAsync(int batches)
    {
        var output = new MemoryStream();
        string hash;
        await using (var writer = await UsageFileWriter.StartAsync(output, Header(batches)))
        {
            var previous = UsageBatchHeader.NoPrevious;
            for (var number = 1; number <= batches; number++)
            {
                var (header, content) = UsageSamples.Batch([UsageSamples.Record(revision: number)], number, previous);
                await writer.AddAsync(content);
                previous = header.Hash;
            }

            hash = await writer.FinishAsync(one => UsageFileSeal.Sign(one, _stamp));
        }

        return (output.ToArray(), hash);
    }
}
