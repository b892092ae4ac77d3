using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Pipeline.Tests.Samples;

/// <summary>A stage that writes its parameters and its inputs' texts into one file, and counts how often it ran.</summary>
internal sealed class TextStage(string name, params string[] inputs) : IStage
{
    public string Name => name;

    public string Description => $"Writes {name}.txt.";

    public IReadOnlyList<string> Inputs => inputs;

    public SortedDictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Parameters => Values;

    public IReadOnlyList<ExternalInput> ExternalInputs { get; set; } = [];

    /// <summary>Sources that follow from the results of inputs; null for none.</summary>
    public Func<IReadOnlyDictionary<string, StoreEntry>, ExternalInput>? SourceGiven { get; set; }

    public IReadOnlyList<ExternalInput> ExternalInputsGiven(IReadOnlyDictionary<string, StoreEntry> inputs) =>
        SourceGiven is null ? ExternalInputs : [.. ExternalInputs, SourceGiven(inputs)];

    public IReadOnlyList<Type> CodeRoots => [typeof(TextStage)];

    public int Runs { get; private set; }

    public Func<StageContext, CancellationToken, Task>? Behaviour { get; set; }

    public async Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        Runs++;
        if (Behaviour is not null)
        {
            await Behaviour(context, cancellationToken);
        }

        var text = string.Join(
            '\n',
            Values
                .Select(v => $"{v.Key}={v.Value}")
                .Concat(inputs.Select(i => File.ReadAllText(Path.Combine(context.InputFolder(i), i + ".txt")))));
        await File.WriteAllTextAsync(context.OutputPath(name + ".txt"), text, cancellationToken);
    }
}
