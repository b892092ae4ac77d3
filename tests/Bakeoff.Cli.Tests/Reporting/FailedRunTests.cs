using Bakeoff.Cli.Tests.Running;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Reporting;

/// <summary>A run that fails half-way leaves a page that says so, and no page of an earlier run passes for its own.</summary>
public sealed class FailedRunTests : IDisposable
{
    /// <summary>
    /// Rolloff frequencies, as they are, through two linear layers with a step that is far too large: the loss is NaN in the second epoch.
    /// </summary>
    private const string Diverging = """
        name: tiny
        seed: 3
        dataset: tiny
        normalization: none
        features: {kind: spectral_rolloff, sample_rate_hz: 16000, n_fft: 512, hop_length: 256}
        split: {by: random, acknowledge: [shared_speakers, shared_texts]}
        model:
          - global_average_pooling: {}
          - dense: {units: 16, activation: linear}
          - dense: {units: 16, activation: linear}
        training: {optimizer: sgd, learning_rate: 0.01, batch_size: 16, epochs: 40}
        """;

    private readonly Project _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Report_TrainingDiverges_LeavesAPageWithWhatThereWasAndRecovers()
    {
        _project.Prepare("report");
        var good = File.ReadAllText(_project.Results("tiny", "report.html"));

        _project.Write("experiments/tiny.yaml", Diverging);
        var (exitCode, output, error) = _project.Run("report", "-e", "tiny");
        exitCode.ShouldBe(2);
        error.ShouldContain("loss is NaN at epoch 2");
        output.ShouldContain($"how far it came: {Path.Combine("artifacts", "experiments", "tiny", "report.html")}");
        var page = File.ReadAllText(_project.Results("tiny", "report.html"));
        page.ShouldContain("This run did not finish: <bdi>train</bdi>");
        page.ShouldContain("training: loss is NaN at epoch 2, step");
        page.ShouldContain("No metrics: the run was not evaluated.");
        page.ShouldContain("Line chart over 1 epochs.");
        page.ShouldContain("<span class=\"state-failed\">failed</span>");
        page.ShouldContain("kind: spectral_rolloff");
        Directory.Exists(_project.Results("tiny", "pictures")).ShouldBeFalse("they belong to the earlier run");
        _project
            .Succeed("compare")
            .ShouldContain("tiny: its latest run failed in train; its figures are of an earlier run. training: loss is NaN");

        // The settings of before are done already; their report is put back.
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment);
        _project.Succeed("report", "-e", "tiny");
        File.ReadAllText(_project.Results("tiny", "report.html")).ShouldBe(good);
        File.Exists(_project.Results("tiny", "pictures/loss.svg")).ShouldBeTrue();
        _project.Succeed("compare").ShouldNotContain("failed");
    }

    [Fact]
    public void Split_Refused_LeavesAPageThatNamesTheStage()
    {
        _project.Write(
            "experiments/tiny.yaml",
            Project.TinyExperiment.Replace("acknowledge: [shared_speakers, shared_texts], ", string.Empty, StringComparison.Ordinal));
        _project.Refuse("split", "-e", "tiny");
        var page = File.ReadAllText(_project.Results("tiny", "report.html"));
        page.ShouldContain("This run did not finish: <bdi>split</bdi>");
        page.ShouldContain("No training history was recorded.");
        page.ShouldContain("<span class=\"state-not-run\">not run</span>");
    }

    [Fact]
    public void Sweep_MemberFails_IsOnTheComparisonPage()
    {
        _project.Write(
            "experiments/tiny.yaml",
            Diverging.Replace("learning_rate: 0.01", "learning_rate: 1.0e-12", StringComparison.Ordinal)
                + "\nsweep: {grid: {training.learning_rate: [1.0e-12, 0.01]}}\n");
        _project.Run("sweep", "tiny").ExitCode.ShouldBe(2);
        _project.Succeed("compare", "tiny").ShouldContain("tiny+learning_rate=0.01: its latest run failed in train. training: loss is NaN");
        var page = File.ReadAllText(_project.Results(string.Empty, "comparison.html"));
        page.ShouldContain("failed in <bdi>train</bdi>");
        page.ShouldContain("tiny+<wbr>learning_rate=0.01");
    }
}
