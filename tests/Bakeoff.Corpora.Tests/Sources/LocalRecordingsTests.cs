using Bakeoff.Corpora.Sources;
using Bakeoff.Pipeline.Store;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Sources;

public sealed class LocalRecordingsTests : IDisposable
{
    private static readonly DatasetDescription Mine = new() { Name = "mine", Pattern = "(?<label>x)" };
    private readonly ScratchFolder _scratch = new();

    private CorpusFolders Folders => new(_scratch.Full("datasets"), _scratch.Full("sources"));

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Find_BeforeAndAfterTheSourceWasNamed_GivesItsState()
    {
        LocalRecordings.Find(Folders, Mine).ShouldBe(new LocalRecordings(LocalState.Unknown));

        _scratch.Bytes("in/a.wav", [1, 2, 3]);
        RecordingsSource.Find(
            Folders,
            "mine",
            _scratch.Full("in"),
            new FileDigestCache(_scratch.Full("digests.json"), TimeProvider.System));

        LocalRecordings.Find(Folders, Mine).ShouldBe(new LocalRecordings(LocalState.Folder, _scratch.Full("in"), FileCount: 1, Bytes: 3));
        Directory.Delete(_scratch.Full("in"), recursive: true);
        LocalRecordings.Find(Folders, Mine).ShouldBe(new LocalRecordings(LocalState.Gone, _scratch.Full("in")));
    }

    [Fact]
    public void Find_CorpusWithoutRecordingsOfItsOwn_SaysSo()
    {
        LocalRecordings.Find(Folders, Mine with { Synthetic = new SyntheticCorpusOptions() }).State.ShouldBe(LocalState.Synthesised);
        LocalRecordings.Find(Folders, Mine with { Corpora = [new CorpusPartOptions { Dataset = "a" }] }).State.ShouldBe(LocalState.OfParts);
    }
}
