namespace Bakeoff.Cli.Tests.Running;

public sealed class ImportedFeaturesTests
{
    private const string Experiment = """
        # Question: do features of another program take part?
        name: imported
        dataset: tiny
        features: {kind: {import: {file: e.csv}}}
        split: {by: leave_one_speaker_out, acknowledge: [shared_texts]}
        classifier: {candidates: [linear_discriminant: {}]}
        """;

    [Fact]
    public void Report_ImportedFeatures_CountTheirContentAndRefuseNewRecordings()
    {
        using var project = new Project();
        project.Prepare("index");
        project.Write("experiments/imported.yaml", Experiment);
        var clips = File.ReadAllLines(project.Results("tiny", "index.csv")).Skip(1).Select(static line => line.Split(',')).ToList();
        var labels = clips.Select(static clip => clip[1]).Distinct().ToList();
        var rows = clips.Select((clip, i) => $"{clip[0]},{labels.IndexOf(clip[1])},{i % 3}\n").Reverse().ToList();
        project.Write("e.csv", "path,label_number,noise\n" + string.Concat(rows));

        project.Succeed("report", "-e", "imported").ShouldContain($"featurize: {clips.Count} clips x 2 features, {clips.Count} rows of e.csv\n");
        File.ReadAllText(project.Results("imported", "metrics.json")).ShouldContain("\"uar\": 1");
        project.Succeed("featurize", "-e", "imported").ShouldContain("featurize: nothing changed");

        var (exitCode, _, error) = project.Run("predict", "-e", "imported", "any.wav");
        exitCode.ShouldBe(2);
        error.ShouldContain("the model was trained with features: {kind: import}, values that another program computed, expected features that");

        project.Write("e.csv", "path,label_number,noise\n" + string.Concat(rows.Skip(1)));
        (exitCode, _, error) = project.Run("featurize", "-e", "imported");
        exitCode.ShouldBe(2);
        error.ShouldContain($"e.csv: has no row for 1 of {clips.Count} clips ({clips[^1][0]}), expected rows for all.");
        project.Run("show", "imported", "--set=augmentation.copies=1").Error.ShouldContain(
            "augmentation is given, but imported features are of the recordings alone, expected none. Remove it or set it to null.");
    }
}
