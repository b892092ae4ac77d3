using Bakeoff.Experiments.Projects;
using Bakeoff.Options;

namespace Bakeoff.Cli.Scaffolding;

/// <summary>Writes the file of a new experiment.</summary>
internal static class ExperimentFile
{
    private const string Rule = "the name of a new experiment";

    /// <summary>Writes <c>experiments/NAME.yaml</c>.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="name">Name of the experiment.</param>
    /// <param name="extends">Experiment to build on; null writes a whole one.</param>
    /// <param name="dataset">Corpus; null keeps that of <paramref name="extends"/>, or takes the user's own folder.</param>
    /// <returns>Path of the file.</returns>
    /// <exception cref="ScaffoldingException">
    /// There is such a file, the name is no plain name, or there is nothing to extend by that name.
    /// </exception>
    public static string Write(Workspace workspace, string name, string? extends, string? dataset)
    {
        if (
            name.Length == 0
            || name[0] == '.'
            || name.AsSpan().IndexOfAny("/\\:+*?\"<>|") >= 0
            || name.EndsWith(".yaml", StringComparison.Ordinal))
        {
            throw new ScaffoldingException(
                name,
                "is no plain name",
                "Leave out folders, '.yaml' and signs that file systems refuse.",
                Rule);
        }

        var path = Path.Combine(workspace.ExperimentsFolder, name + ".yaml");
        if (File.Exists(path))
        {
            throw new ScaffoldingException($"experiments/{name}.yaml", "is there already", "Name another one; nothing was changed.", Rule);
        }

        var others = workspace.ExperimentNames();
        if (extends is not null && !others.Contains(extends, StringComparer.Ordinal))
        {
            throw new ScaffoldingException(
                $"--extends={extends}",
                "there is no such experiment",
                NearestName.Suggest(extends, [.. others], "There are"),
                "the name of one that is there");
        }

        File.WriteAllText(path, Text(name, extends, dataset));
        return path;
    }

    private static string Text(string name, string? extends, string? dataset)
    {
        const string head = "# yaml-language-server: $schema=experiment.schema.json\n# Question: what is to be found out?\n";
        if (extends is not null)
        {
            return $"{head}name: {name}\nextends: {extends}\n{(dataset is null ? "" : $"dataset: {dataset}\n")}training: {{batch_size: "
                + $"32}}   # what differs\n";
        }

        return head
            + $"""
                name: {name}
                seed: 2010
                dataset: {dataset ?? "folder"}
                features: {"{kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 160, n_mels: 64, n_mfcc: 40}"}
                split:
                  by: random                  # leave_one_speaker_out where the corpus names its speakers
                  acknowledge: [shared_speakers, shared_texts]
                  test: 0.2
                  validation: 0.2
                model:
                  - masking: {"{}"}
                  - lstm: 128
                  - dropout: 0.2
                  - dense: {"{units: 64, activation: relu}"}
                training: {"{optimizer: adam, learning_rate: 0.001, batch_size: 32, epochs: 40, stop_on: validation_uar, patience: 8}"}

                """;
    }
}
