using Bakeoff.Cli.Tests.Predicting;
using Bakeoff.Testing;

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

        project.Refuse("report", "-e", "rows", "--set", "normalization=clip").ShouldContain("expected train, speaker or none");
        project.Succeed("report", "-e", "rows")
            .ShouldMatch(@"70 clips x 88 features, 70 frames(; [\d,]+ of 6,160 values do not exist \(in \d+ clips?\) and are 0)?\n");

        File.ReadAllText(project.Results("rows", "report.html")).ShouldContain("egemaps_v02; ");
        AssertPredictions(project, "rows", "--fold", "SYN1");
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

    [Fact]
    public void Features_Recordings_AreTablesInEveryFormWithAnyNumberOfThreads()
    {
        using var project = new Project();
        project.Succeed("download", "-e", "tiny");
        var clips = Directory.GetFiles(Path.Combine(project.Root, "artifacts"), "*.wav", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Take(20)
            .ToArray();

        var csv = project.Succeed(["features", .. clips, "--threads=1"]);
        var arff = project.Succeed(["features", .. clips, "--arff"]).Split('\n');
        var frames = project.Succeed("features", clips[0], "--set=gemaps_v01b", "--lld", "--start=0.1", "--end=0.2").TrimEnd().Split('\n');
        project.Succeed(["features", .. clips, "--npy", "-o", "out/all.npy"]);
        project.Succeed(["features", .. clips, "--parquet", "-o", "out/all.parquet"]);

        project.Succeed(["features", .. clips, "--threads=7"]).ShouldBe(csv);
        var rows = csv.TrimEnd().Split('\n');
        rows.Length.ShouldBe(21);
        rows[0].ShouldStartWith("file,start,end,F0semitoneFrom27.5Hz_sma3nz_amean,");
        rows[1].ShouldStartWith($"{clips[0]},0 days 00:00:00,0 days 00:00:0");
        rows[1].Split(',').Length.ShouldBe(91);
        arff[0].ShouldBe("@relation egemaps_v02");
        arff[^2].ShouldBe($"'{clips[^1]}',0.000000,{string.Join(',', rows[^1].Split(',')[3..])}");
        frames.Length.ShouldBe(10, "a header and nine whole frames of 20 ms in 100 ms");
        frames[2].ShouldStartWith($"{clips[0]},0 days 00:00:00.11,0 days 00:00:00.13,");
        frames[^1].ShouldStartWith($"{clips[0]},0 days 00:00:00.18,0 days 00:00:00.2,");
        File.ReadAllLines(Path.Combine(project.Root, "out/all.npy.csv")).Length.ShouldBe(21);
        File.ReadAllLines(Path.Combine(project.Root, "out/all.npy.names.txt")).Length.ShouldBe(88);
        new FileInfo(Path.Combine(project.Root, "out/all.npy")).Length.ShouldBe(128 + (20 * 88 * sizeof(float)));
        Directory.GetFiles(Path.Combine(project.Root, "out")).Length.ShouldBe(4, "nothing half-written is left");
        project.Refuse("features", "--lld").ShouldContain("nothing to measure, expected a recording, a folder, a pattern, or - for standard input.");
        project.Refuse("features", clips[0], "--parquet").ShouldContain("--parquet is given without --output, expected a file to write.");
        project.Refuse("features", clips[0], "--end=1", "--start=2").ShouldContain("--end is 1, expected more than --start (2).");
        project.Refuse("features", clips[0], "--start=80").ShouldContain("samples at ");
        AssertEncoder(project, clips[0]);
    }

    private static void AssertEncoder(Project project, string clip)
    {
        var encoder = $"--encoder={Fixture.Path("encoders/hubert-base")}";
        var mean = project.Succeed("features", clip, encoder, "--layer=1").TrimEnd().Split('\n');
        var frames = project.Succeed("features", clip, encoder, "--layer=1", "--lld").TrimEnd().Split('\n');

        mean.Length.ShouldBe(2);
        mean[0].ShouldStartWith("file,start,end,encoder_0,encoder_1,");
        mean[1].Split(',').Length.ShouldBe(3 + 24);
        frames[2].ShouldStartWith($"{clip},0 days 00:00:00.02,0 days 00:00:00.045,");
        Column(mean)[0].ShouldBe(Column(frames).Average(), 1e-5);
        project.Refuse("features", clip, encoder, "--layer=3").ShouldContain("its kind has layer 3, expected 0 to 2, last, mix or convolutions.");
        project.Refuse("features", clip, "--layer=3").ShouldContain("--layer is given without --encoder, expected both. Add --encoder=NAME.");
        project.Refuse("features", clip, encoder, "--set=is09").ShouldContain("--set is given beside --encoder, which has its own");
        project.Refuse("features", clip, "--encoder=nobody/no-encoder").ShouldContain("'bakeoff encoders fetch nobody/no-encoder'");
        Directory.CreateDirectory(Path.Combine(project.Root, "empty"));
        File.Copy(Fixture.Path("encoders/hubert-base/config.json"), Path.Combine(project.Root, "empty/config.json"));
        File.Copy(Fixture.Path("encoders/hubert-base/preprocessor_config.json"), Path.Combine(project.Root, "empty/preprocessor_config.json"));
        project.Refuse("features", clip, "--encoder=empty").ShouldContain("the folder has no weights");
        project.Refuse("features", clip, encoder, "--end=0.01").ShouldContain("expected at least one frame of 400 for encoder.");

        static double[] Column(string[] rows) =>
            [.. rows.Skip(1).Select(static row => double.Parse(row.Split(',')[3], System.Globalization.CultureInfo.InvariantCulture))];
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
