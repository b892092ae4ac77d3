using Bakeoff.Cli.Tests.Running;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Reporting;

public sealed class ExploreTests : IDisposable
{
    private readonly Project _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Explore_ChosenClips_AreDrawnAndOnlyExploreRunsAgain()
    {
        _project.Prepare("train");
        var clips = File.ReadAllLines(Path.Combine(_project.Root, "artifacts", "experiments", "tiny", "index.csv"))
            .Skip(1)
            .Select(line => line.Split(',')[0])
            .ToList();
        var chosen = $"explore.clips=[{clips[0]}, {clips[^1]}, {clips[0]}]";
        var output = _project.Succeed("explore", "-e", "tiny", $"--set={chosen}", "--set=explore.map=features");
        var variant = $"tiny@{chosen}@explore.map=features";
        output.ShouldContain("explore: not run yet");
        var page = File.ReadAllText(_project.Results(variant, "explore.html"));
        page.ShouldContain($"<bdi>{clips[^1]}</bdi>");
        page.ShouldContain("features, means over time. Clips that lie together sound alike");
        Directory.GetFiles(_project.Results(variant, "explore"), "spectrogram-*.svg").Length.ShouldBe(3);
        foreach (
            var picture in new[]
            {
                "label-counts",
                "label-counts-per-speaker",
                "label-counts-per-partition",
                "durations",
                "loudness",
                "pitch",
                "mean-spectra",
                "map-1-by-label",
                "map-1-by-speaker",
                "map-2-by-label",
                "map-2-by-speaker",
                "waveform-angry",
                "log-mel-angry",
                "mfcc-angry",
            })
        {
            File.Exists(_project.Results(variant, $"explore/{picture}.svg")).ShouldBeTrue(picture);
        }

        _project.Succeed("train", "-e", "tiny", $"--set=explore.clips=[{clips[0]}]").ShouldContain("train: nothing changed");
    }

    [Fact]
    public void Explore_UnknownClip_NamesTheNearest()
    {
        _project.Prepare("index");
        var clip = File.ReadAllLines(Path.Combine(_project.Root, "artifacts", "experiments", "tiny", "index.csv"))[1].Split(',')[0];
        _project
            .Refuse("explore", "-e", "tiny", $"--set=explore.clips=[{clip[..^5]}.wav]")
            .ShouldBe(
                $"explore.clips: '{clip[..^5]}.wav' is no clip of this corpus, expected a path from index.csv or its end. Did you mean "
                    + $"'{clip}'?");
    }

    [Fact]
    public void Explore_SplitThatIsRefused_IsShownInsteadOfTheCounts()
    {
        _project.Write(
            "experiments/tiny.yaml",
            Project.TinyExperiment.Replace("acknowledge: [shared_speakers, shared_texts], ", string.Empty, StringComparison.Ordinal));
        _project.Succeed("explore", "-e", "tiny");
        File.ReadAllText(_project.Results("tiny", "explore.html")).ShouldContain("No counts per partition: ");
        File.Exists(_project.Results("tiny", "explore/label-counts-per-partition.svg")).ShouldBeFalse();
    }
}
