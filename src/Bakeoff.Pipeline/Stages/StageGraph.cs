using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Stages;

/// <summary>Stages in an order in which each comes after its inputs.</summary>
[OutsideFingerprint("carries results and makes none")]
public sealed class StageGraph
{
    private readonly Dictionary<string, IStage> _byName;

    /// <summary>Orders the stages; among those that are free to run, declaration order decides.</summary>
    /// <exception cref="ArgumentException">A name occurs twice, an input does not exist, or inputs form a cycle.</exception>
    public StageGraph(IReadOnlyList<IStage> stages)
    {
        _byName = new Dictionary<string, IStage>(StringComparer.Ordinal);
        foreach (var stage in stages)
        {
            if (!_byName.TryAdd(stage.Name, stage))
            {
                throw new ArgumentException($"stage graph: '{stage.Name}' is declared twice. Rename one of them.", nameof(stages));
            }
        }

        var ordered = new List<IStage>(stages.Count);
        var path = new List<string>();
        var finished = new HashSet<string>(StringComparer.Ordinal);
        foreach (var stage in stages)
        {
            Visit(stage, ordered, path, finished);
        }

        Stages = ordered;
    }

    /// <summary>All stages, inputs first.</summary>
    public IReadOnlyList<IStage> Stages { get; }

    /// <summary>The stage of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public IStage this[string name] => _byName.TryGetValue(name, out var stage) ? stage : throw new ArgumentException(
        $"there is no stage '{name}'; stages are: {string.Join(", ", Stages.Select(s => s.Name))}.", nameof(name));

    /// <summary>A stage and everything it needs, in running order.</summary>
    public IReadOnlyList<IStage> UpTo(string name)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>([this[name].Name]);
        while (pending.TryPop(out var next))
        {
            if (needed.Add(next))
            {
                foreach (var input in _byName[next].Inputs)
                {
                    pending.Push(input);
                }
            }
        }

        return Stages.Where(s => needed.Contains(s.Name)).ToList();
    }

    private void Visit(IStage stage, List<IStage> ordered, List<string> path, HashSet<string> finished)
    {
        if (finished.Contains(stage.Name))
        {
            return;
        }

        var start = path.IndexOf(stage.Name);
        if (start >= 0)
        {
            var cycle = string.Join(" -> ", path.Skip(start).Append(stage.Name));
            throw new ArgumentException($"stage graph has a cycle: {cycle}. Remove one of these edges.");
        }

        path.Add(stage.Name);
        foreach (var input in stage.Inputs)
        {
            if (!_byName.TryGetValue(input, out var upstream))
            {
                throw new ArgumentException(
                    $"stage graph: '{stage.Name}' reads '{input}', which is not a stage. Declare it or remove the input.");
            }

            Visit(upstream, ordered, path, finished);
        }

        path.RemoveAt(path.Count - 1);
        finished.Add(stage.Name);
        ordered.Add(stage);
    }
}
