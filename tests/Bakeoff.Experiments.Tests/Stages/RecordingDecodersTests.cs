using Bakeoff.Codecs;
using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Store;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Stages;

public sealed class RecordingDecodersTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Behind_CompressedRecordingsUnderOtherNames_AreTheirLibraries()
    {
        CompressedFormats.Register();
        _scratch.Bytes("recordings/a.wav", File.ReadAllBytes(Fixture.Path("codecs/lame-vbr-mono22.mp3")));
        _scratch.Bytes("recordings/sub/b", File.ReadAllBytes(Fixture.Path("codecs/opus-silk-mono16.opus")));
        _scratch.Bytes("recordings/sub/c.ogg", File.ReadAllBytes(Fixture.Path("codecs/opus-silk-mono16.opus")));
        _scratch.Bytes("recordings/notes.mp3", "no sound"u8.ToArray());
        _scratch.Noise("recordings/d.wav", 1);
        Directory.CreateDirectory(_scratch.Full("download"));

        Behind("recordings/d.wav", "recordings/notes.mp3", "recordings/gone.mp3").ShouldBeEmpty();
        Directory.EnumerateFiles(_scratch.Full("download")).ShouldBeEmpty("a corpus without any leaves nothing");
        Behind("recordings/d.wav", "recordings/a.wav", "recordings/sub/c.ogg", "recordings/sub/b").ShouldBe(["Concentus 2.2.2", "NLayer 3.0.1"]);
        File.ReadAllText(Directory.EnumerateFiles(_scratch.Full("download")).Single()).ShouldBe("MP3\nOpus\n");
    }

    private IEnumerable<string> Behind(params string[] files)
    {
        RecordingDecoders.Note(_scratch.Root, files, _scratch.Full("download"));
        var results = new Dictionary<string, StoreEntry>(StringComparer.Ordinal)
        {
            [StageNames.Download] = new StoreEntry(_scratch.Full("download"), null!),
        };
        return RecordingDecoders.Behind(results).Select(static library => library.Name);
    }
}
