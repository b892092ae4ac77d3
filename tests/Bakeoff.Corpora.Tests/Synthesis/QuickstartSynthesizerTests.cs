using System.Security.Cryptography;
using System.Text;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Acquisition;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Corpora.Synthesis;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Synthesis;

public sealed class QuickstartSynthesizerTests : IDisposable
{
    private static readonly SyntheticCorpusOptions Small = new()
    {
        Speakers = 2,
        Words = 2,
        Takes = 1,
    };
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Write_SmallCorpus_HasThePinnedBytes()
    {
        // Any change of the voice moves every figure measured on it: change this digest knowingly and say so in the changelog.
        Digest(QuickstartSynthesizer.Write(Small, _scratch.Full("a")).Files)
            .ShouldBe("09228d7daf527533a8a49b29028eff668930e58676f055f685545b6e93b90ac2");
    }

    [Fact]
    public void Write_AnyThreadCount_GivesTheSameBytes()
    {
        var one = QuickstartSynthesizer.Write(Small, _scratch.Full("a"), 1);
        var three = QuickstartSynthesizer.Write(Small, _scratch.Full("b"), 3);

        three.Files.ShouldBe(one.Files);
    }

    [Fact]
    public void Write_OtherSeed_GivesOtherTakes()
    {
        var first = QuickstartSynthesizer.Write(Small, _scratch.Full("a"));
        var second = QuickstartSynthesizer.Write(Small with { Seed = 1 }, _scratch.Full("b"));

        second.Files.Select(static file => file.Path).ShouldBe(first.Files.Select(static file => file.Path));
        second.Files.Zip(first.Files).Count(static pair => pair.First.Sha256 != pair.Second.Sha256).ShouldBe(first.Files.Count - 1);
    }

    [Fact]
    public void Write_FewerSpeakers_LeavesTheOthersAsTheyWere()
    {
        var two = QuickstartSynthesizer.Write(Small, _scratch.Full("a"));
        var one = QuickstartSynthesizer.Write(Small with { Speakers = 1 }, _scratch.Full("b"));

        one.Files.ShouldBeSubsetOf(two.Files);
    }

    [Fact]
    public void Write_DefaultCorpus_FitsItsShippedDescription()
    {
        var description = Formats.ClipNamePatternTests.Shipped("quickstart");

        QuickstartSynthesizer.Write(description.Synthetic!, _scratch.Root, 2);
        var index = new CorpusIndexer(description.Index).Index(_scratch.Root, 2);

        index.Report.Findings.ShouldBeEmpty();
        index.Report.IsSynthetic.ShouldBeTrue();
        index.Clips.Count.ShouldBe(1120);
        index.Clips.ShouldAllBe(static clip =>
            clip.Speaker.StartsWith("SYN", StringComparison.Ordinal) && clip.Seconds > 0.6 && clip.Seconds < 1.8);
        File.ReadAllText(_scratch.Full(QuickstartSynthesizer.NoticeName)).ShouldContain("These recordings are synthetic");
    }

    private static string Digest(IEnumerable<ManifestEntry> files) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', files.Select(static file => file.Path + " " + file.Sha256)))));
}
