using System.Security.Cryptography;
using Azsreg.Cloud.Commerce;
using Azsreg.Cloud.Registrations;
using Azsreg.Cloud.Tests.Registrations;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Tests.Commerce;

public sealed class UsageImportTests : IAsyncLifetime
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("azsreg-import-").FullName;
    private readonly ECDsa _key = Tokens.NewKey();
    private SqlDatabase _database = null!;
    private UsageBench _bench = null!;
    private UsageImport _import = null!;

    public async ValueTask InitializeAsync()
    {
        var folder = DataFolder.Open(_folder);
        _database = SqlDatabase.Sqlite(Path.Combine(folder.Cloud, "cloud.db"));
        _bench = await UsageBench.CreateAsync(_database, key: _key);
        _import = new UsageImport(_database, new ActivationSigningKeys(_database, SecretProtector.Open(folder), _bench.Clock), _bench.Ledger, _bench.Clock);
    }

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        _key.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Take_File_IsCountedAndAcknowledgedUnderCommercesKey()
    {
        var (file, hash) = await FileAsync(1);

        var (result, acknowledgement) = await TakeAsync(file);

        result.ShouldBe(new UsageImportResult(_bench.CloudId, 1, 2, 3, 0, 0, 0));
        (await _bench.TotalAsync()).ShouldBe(3 * 1.000000001m);
        var answers = new List<UsageBatchAnswer>();
        var read = await UsageFileReader.ReadAcknowledgementAsync(new MemoryStream(acknowledgement), (answer, _) =>
        {
            answers.Add(answer);
            return Task.CompletedTask;
        });
        (read.Header.Number, read.Header.Previous, read.Header.CloudId).ShouldBe((1, hash, _bench.CloudId));
        answers.Select(answer => (answer.Number, answer.Accepted)).ShouldBe([(1, 2), (2, 1)]);
        using var keys = new ActivationKeySet();
        keys.Add(await new ActivationSigningKeys(_database, SecretProtector.Open(DataFolder.Open(_folder)), _bench.Clock).PublicKeySetAsync());
        read.Seal.IsBy(keys.Find(read.Seal.KeyId)!).ShouldBeTrue();
    }

    [Fact]
    public async Task Take_SameFileAgain_GetsTheSameAnswersAndCountsNothing()
    {
        var (file, _) = await FileAsync(1);
        await TakeAsync(file);
        _bench.Clock.Now += TimeSpan.FromDays(1);

        var (result, _) = await TakeAsync(file);

        result.Accepted.ShouldBe(3);
        (await _bench.RecordsAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task Take_AlsoReportedOverTheLine_IsARepeat()
    {
        await _bench.TakeAsync([_bench.Record("/f1-1"), _bench.Record("/f1-2")], activation: "other");

        var (result, _) = await TakeAsync((await FileAsync(1)).File);

        (result.Accepted, result.Repeated).ShouldBe((1, 2));
    }

    [Fact]
    public async Task Take_NextFile_IsTaken()
    {
        var (first, hash) = await FileAsync(1);
        await TakeAsync(first);

        (await TakeAsync((await FileAsync(2, hash)).File)).Result.Accepted.ShouldBe(3);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(2, false)]
    [InlineData(1, false)]
    public async Task Take_NotTheNextFile_IsRefusedAndNothingOfItCounted(long number, bool follows)
    {
        var (first, hash) = await FileAsync(1);
        await TakeAsync(first);
        var (other, _) = await FileAsync(number, follows ? hash : new string('1', 64));

        (await RefusedAsync(other)).ShouldBe(ErrorCatalogue.UsageFileOutOfOrder);
        (await _bench.RecordsAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task Take_GapThatIsAccepted_IsTaken() => (await TakeAsync((await FileAsync(7)).File, acceptGap: true)).Result.Accepted.ShouldBe(3);

    [Fact]
    public async Task Take_SealedByAnotherKey_IsAltered()
    {
        using var stranger = Tokens.NewKey();

        (await RefusedAsync((await FileAsync(1, key: stranger)).File)).ShouldBe(ErrorCatalogue.UsageFileAltered);
        (await _bench.RecordsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Take_OfAStampThatIsNotRegistered_IsUnknown()
    {
        var (file, _) = await FileAsync(1, cloudId: "00000000-0000-4000-8000-00000000ffff");

        (await RefusedAsync(file)).ShouldBe(ErrorCatalogue.UsageFileOfUnknownStamp);
    }

    [Fact]
    public async Task Take_CutShort_IsUnreadableAndNothingOfItCounted()
    {
        var (file, _) = await FileAsync(1);

        (await RefusedAsync(file[..(file.Length / 2)])).ShouldBe(ErrorCatalogue.UsageFileUnreadable);
        (await _bench.RecordsAsync()).ShouldBe(0);
    }

    private async Task<(UsageImportResult Result, byte[] Acknowledgement)> TakeAsync(byte[] file, bool acceptGap = false)
    {
        var output = new MemoryStream();
        return (await _import.TakeAsync(new MemoryStream(file), output, acceptGap), output.ToArray());
    }

    private async Task<ErrorEntry> RefusedAsync(byte[] file) => (await Should.ThrowAsync<CataloguedException>(() => TakeAsync(file))).Entry;

    private async Task<(byte[] File, string Hash)> FileAsync(long number, string? previous = null, ECDsa? key = null, string? cloudId = null)
    {
        var output = new MemoryStream();
        var cloud = cloudId ?? _bench.CloudId;
        var header = new UsageFileHeader(UsageFileKind.Batches, UsageFileHeader.CurrentVersion, cloud, number, previous ?? UsageBatchHeader.NoPrevious, 2, _bench.Clock.Now);
        await using var file = await UsageFileWriter.StartAsync(output, header);
        using var writer = new UsageBatchWriter();
        writer.TryAdd(_bench.Record($"/f{number}-1"));
        writer.TryAdd(_bench.Record($"/f{number}-2"));
        var (first, one) = writer.Finish(cloud, "a1", (number * 2) - 1, UsageBatchHeader.NoPrevious);
        writer.TryAdd(_bench.Record($"/f{number}-3"));
        var (_, two) = writer.Finish(cloud, "a1", number * 2, first.Hash);
        await file.AddAsync(one);
        await file.AddAsync(two);
        var hash = await file.FinishAsync(sum => UsageFileSeal.Sign(sum, key ?? _key));
        await file.DisposeAsync();
        // The seal carries the hash of all before it; the next file names it.
        return (output.ToArray(), hash);
    }
}
