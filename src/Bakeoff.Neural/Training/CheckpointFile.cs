using System.Text.Json;
using Bakeoff.Neural.Storage;

namespace Bakeoff.Neural.Training;

/// <summary>Keeps the state of a training after its last finished epoch in one file, <c>checkpoint.safetensors</c>.</summary>
/// <remarks>Random numbers need no place in it: their streams are named by epoch and step. One file renamed into place is either the old epoch or the new one.</remarks>
internal sealed class CheckpointFile(string folder, string identity)
{
    private const string Version = "1";

    private readonly string _path = Path.Combine(folder, "checkpoint.safetensors");

    public void Write(TrainingState state)
    {
        Directory.CreateDirectory(folder);
        var tensors = state.Arrays.Select(array => new TensorData(array.Name, [array.Values.Length], array.Values)).ToList();
        AtomicFile.Write(_path, SafetensorsFile.Write(tensors, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["version"] = Version,
            ["training"] = identity,
            ["history"] = JsonSerializer.Serialize(state.History, ModelJson.Options),
        }));
    }

    /// <summary>Fills the state from the file; does nothing when there is none.</summary>
    /// <exception cref="ModelFormatException">The file is damaged, of another version, or of another training.</exception>
    public void TryRestore(TrainingState state)
    {
        if (!File.Exists(_path))
        {
            return;
        }

        var (tensors, metadata) = SafetensorsFile.Read(File.ReadAllBytes(_path), _path);
        if (metadata.GetValueOrDefault("version") != Version || metadata.GetValueOrDefault("training") != identity)
        {
            throw new ModelFormatException(_path, "belongs to a training with other data, options or seed, or to another release. Delete it to start from the first epoch.");
        }

        var history = JsonSerializer.Deserialize<List<EpochResult>>(metadata.GetValueOrDefault("history") ?? "null", ModelJson.Options);
        if (history is null || state.Arrays.Any(array => tensors.GetValueOrDefault(array.Name)?.Values.Length != array.Values.Length))
        {
            throw new ModelFormatException(_path, "lacks a part of the training's state. It is damaged; delete it to start from the first epoch.");
        }

        foreach (var (name, values) in state.Arrays)
        {
            tensors[name].Values.CopyTo(values, 0);
        }

        state.Resume(history);
    }
}
