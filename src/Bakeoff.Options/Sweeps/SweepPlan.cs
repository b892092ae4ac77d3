using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Sweeps;

/// <summary>
/// Lists what each member of a sweep changes, from the sweep as written, so that every change keeps its place in the file.
/// </summary>
public static class SweepPlan
{
    /// <summary>
    /// Changes of all members, seeds varying fastest. One member without changes when there is neither a sweep nor seeds.
    /// </summary>
    /// <param name="tree">The experiment as written, bound without problems.</param>
    /// <param name="sweep">Its sweep, or null.</param>
    /// <param name="cross">The members of a sweep over corpora, which only the experiment's dataset knows.</param>
    public static IReadOnlyList<IReadOnlyList<SweepChange>> List(
        MappingNode tree,
        SweepOptions? sweep,
        Func<ValueOrigin, IReadOnlyList<IReadOnlyList<SweepChange>>> cross)
    {
        var variants = sweep is null
            ?
            [
                [],
            ]
            : Variants((MappingNode)tree.Find("sweep")!.Value, sweep, cross);
        return tree.Find("seeds") is not { Value: SequenceNode seeds } entry
            ? variants
            :
            [
                .. variants.SelectMany(variant =>
                    seeds.Items.Select(seed => (IReadOnlyList<SweepChange>)[.. variant, new SweepChange("seed", entry.KeyOrigin, seed)])),
            ];
    }

    private static IReadOnlyList<IReadOnlyList<SweepChange>> Variants(
        MappingNode node,
        SweepOptions sweep,
        Func<ValueOrigin, IReadOnlyList<IReadOnlyList<SweepChange>>> cross)
    {
        if (sweep.Cross)
        {
            return cross(node.Find("cross")!.KeyOrigin);
        }

        if (sweep.Random is { } random)
        {
            return SweepDraws.Draw(random, (MappingNode)((MappingNode)node.Find("random")!.Value).Find("keys")!.Value);
        }

        if (sweep.List is not null)
        {
            return [.. ((SequenceNode)node.Find("list")!.Value).Items.Select(item => ChangesOf((MappingNode)item))];
        }

        IReadOnlyList<IReadOnlyList<SweepChange>> members =
        [
            [],
        ];
        foreach (var axis in ((MappingNode)node.Find("grid")!.Value).Entries)
        {
            var values = ((SequenceNode)axis.Value).Items;
            members =
            [
                .. members.SelectMany(m =>
                    values.Select(value => (IReadOnlyList<SweepChange>)[.. m, new SweepChange(axis.Key, axis.KeyOrigin, value)])),
            ];
        }

        return members;
    }

    private static IReadOnlyList<SweepChange> ChangesOf(MappingNode item) =>
        [.. item.Entries.Select(e => new SweepChange(e.Key, e.KeyOrigin, e.Value))];
}
