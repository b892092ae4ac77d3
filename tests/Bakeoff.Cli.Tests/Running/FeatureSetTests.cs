using Bakeoff.Cli.Tests.Predicting;

namespace Bakeoff.Cli.Tests.Running;

/// <summary>A feature set from YAML to prediction.</summary>
public sealed class FeatureSetTests
{
    [Fact]
    public void Report_RowsForAClassifier_CountWhatDoesNotExistAndPredictTheSameBits()
    {
        using var project = new Project();
        project.Write(
            "experiments/rows.yaml",
            """
            # Question: does a feature set reach the report?
            name: rows
            seed: 3
            dataset: tiny
            features: {set: egemaps_v02}
            split: {by: leave_one_speaker_out, acknowledge: [shared_texts]}
            classifier: {candidates: [linear_svm: {c: 0.1}]}
            """);

        project.Succeed("report", "-e", "rows")
            .ShouldMatch(@"70 clips x 88 features, 70 frames(; [\d,]+ of 6,160 values do not exist \(in \d+ clips?\) and are 0)?\n");

        File.ReadAllText(project.Results("rows", "report.html")).ShouldContain("egemaps_v02; ");
        AssertPredictions(project, "rows", "--fold", "SYN1");
        project.Refuse("report", "-e", "rows", "--set", "normalization=clip").ShouldContain("expected train, speaker or none");
    }

    [Fact]
    public void Report_FramesForANetwork_PredictTheSameBits()
    {
        using var project = new Project();
        project.Write(
            "experiments/frames.yaml",
            """
            # Question: does a feature set reach a network?
            name: frames
            seed: 3
            dataset: tiny
            features: {set: {gemaps_v01b_lld: {sample_rate_hz: 8000}}}
            split: {by: random, acknowledge: [shared_speakers, shared_texts], test: 0.2, validation: 0.2}
            model: [lstm: {units: 4}]
            training: {optimizer: adam, learning_rate: 0.01, batch_size: 16, epochs: 1}
            """);

        project.Succeed("report", "-e", "frames").ShouldContain("; 70 clips below 16000 Hz, where bands end at half the rate");

        AssertPredictions(project, "frames");
    }

    private static void AssertPredictions(Project project, string experiment, params string[] choice)
    {
        var rows = File.ReadAllLines(project.Results(experiment, "predictions.csv"));
        var header = rows[0].Split(',');
        var (path, first) = (Array.IndexOf(header, "path"), Array.FindIndex(header, static name => name.StartsWith("p_", StringComparison.Ordinal)));
        var truth = rows[1].Split(',');
        var recordings = Directory.GetFiles(Path.Combine(project.Root, "artifacts"), truth[path], SearchOption.AllDirectories)[0];

        var predicted = project.Succeed(["predict", recordings, "-e", experiment, "--csv", .. choice]).Split('\n');

        var columns = predicted[0].Split(',');
        predicted[1].Split(',')[Array.IndexOf(columns, header[first])].ShouldBe(truth[first]);
    }
}
