using Bakeoff.Corpora.Sources;
using Bakeoff.Pipeline.Store;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Sources;

public sealed class LocalRecordingsTests : IDisposable
{
    private static readonly DatasetDescription Mine = new() { Name = "mine", Pattern = "(?<label>x)" };
    private static readonly DatasetDescription Public = Mine with { Sources = [new UrlSource { Url = "https://example.org/a.zip" }] };
    private readonly ScratchFolder _scratch = new();

    private CorpusFolders Folders => new(_scratch.Full("datasets"), _scratch.Full("sources"));

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Find_BeforeAndAfterTheSourceWasNamed_GivesItsState()
    {
        LocalRecordings.Find(Folders, Public).ShouldBe(new LocalRecordings(LocalState.Unknown));

        _scratch.Bytes("in/a.wav", [1, 2, 3]);
        Give(Public, "one", "in");

        LocalRecordings.Find(Folders, Public).ShouldBe(new LocalRecordings(LocalState.Folder, _scratch.Full("in"), FileCount: 1, Bytes: 3));
        Recall(Public, "two").ShouldBe(_scratch.Full("in"), "a public corpus is the same for every experiment");
        Directory.Delete(_scratch.Full("in"), recursive: true);
        LocalRecordings.Find(Folders, Public).ShouldBe(new LocalRecordings(LocalState.Gone, _scratch.Full("in")));
    }

    [Fact]
    public void Find_DescriptionThatFitsAnyRecordings_IsRememberedForEachExperiment()
    {
        _scratch.Bytes("in/a.wav", [1, 2, 3]);
        _scratch.Bytes("other/a.wav", [4, 5]);
        Give(Mine, "one", "in");

        Recall(Mine, "two").ShouldBeNull();
        Give(Mine, "two", "other");

        Recall(Mine, "one").ShouldBe(_scratch.Full("in"));
        Recall(Mine, "two").ShouldBe(_scratch.Full("other"));
        LocalRecordings.Find(Folders, Mine).ShouldBe(new LocalRecordings(LocalState.OfExperiments));
    }

    [Fact]
    public void Find_CorpusWithoutRecordingsOfItsOwn_SaysSo()
    {
        LocalRecordings.Find(Folders, Mine with { Synthetic = new SyntheticCorpusOptions() }).State.ShouldBe(LocalState.Synthesised);
        LocalRecordings.Find(Folders, Mine with { Corpora = [new CorpusPartOptions { Dataset = "a" }] }).State.ShouldBe(LocalState.OfParts);
    }

    private void Give(DatasetDescription description, string experiment, string folder) =>
        RecordingsSource.Find(LocalRecordings.MemoryOf(Folders, description, experiment), _scratch.Full(folder), Digests());

    private string? Recall(DatasetDescription description, string experiment) =>
        RecordingsSource.Find(LocalRecordings.MemoryOf(Folders, description, experiment), given: null, Digests()).Path;

    private FileDigestCache Digests() => new(_scratch.Full("digests.json"), TimeProvider.System);
}
