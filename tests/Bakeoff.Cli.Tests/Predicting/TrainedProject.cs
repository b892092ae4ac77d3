using Bakeoff.Cli.Tests.Running;

namespace Bakeoff.Cli.Tests.Predicting;

/// <summary>A project with three evaluated experiments: one network, a network a fold, a classifier.</summary>
public sealed class TrainedProject : IDisposable
{
    public TrainedProject()
    {
        Project.Write(
            "experiments/speakers.yaml",
            Project
                .TinyExperiment.Replace("name: tiny", "name: speakers", StringComparison.Ordinal)
                .Replace(
                    "{by: random, acknowledge: [shared_speakers, shared_texts], test: 0.2, validation: 0.2}",
                    "{by: leave_one_speaker_out, acknowledge: [shared_texts]}",
                    StringComparison.Ordinal));
        Project.Write(
            "experiments/forest.yaml",
            """
            # Question: does it run without a network?
            name: forest
            seed: 3
            dataset: tiny
            features: {kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 256, n_mels: 40, n_mfcc: 13, summary: functionals}
            split: {by: random, acknowledge: [shared_speakers, shared_texts], test: 0.2, validation: 0.2}
            classifier: {candidates: [random_forest: {trees: 10}, nearest_neighbours: {k: 3}], folds: 2}
            """);
        Project.Prepare("evaluate");
        foreach (var experiment in new[] { "speakers", "forest" })
        {
            Project.Succeed("evaluate", "-e", experiment);
        }

        Recordings = Directory
            .GetDirectories(Path.Combine(Project.Root, "artifacts", "store", "download"))
            .Select(d => Path.Combine(d, "recordings"))
            .Single();
    }

    internal Project Project { get; } = new();

    internal string Recordings { get; }

    public void Dispose() => Project.Dispose();
}
