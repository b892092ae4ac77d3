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
    /// <param name="search">Members of a search that follow from the scores so far, where the sweep is one.</param>
    public static IReadOnlyList<IReadOnlyList<SweepChange>> List(
        MappingNode tree,
        SweepOptions? sweep,
        Func<ValueOrigin, IReadOnlyList<IReadOnlyList<SweepChange>>> cross,
        Func<IReadOnlyList<IReadOnlyList<SweepChange>>> search)
    {
        ArgumentNullException.ThrowIfNull(search);
        var variants = sweep switch
        {
            null =>
            [
                [],
            ],
            { Search: not null } => search(),
            _ => Variants((MappingNode)tree.Find("sweep")!.Value, sweep, cross),
        };
        return tree.Find("seeds") is not { Value: SequenceNode seeds } entry
            ? variants
            :
            [
                .. variants.SelectMany(variant =>
                    seeds.Items.Select(seed => (IReadOnlyList<SweepChange>)[.. variant, new SweepChange("seed", entry.KeyOrigin, seed)])),
            ];
    }

    /// <summary>The search of a sweep.</summary>
    /// <param name="tree">The experiment as written, bound without problems.</param>
    /// <param name="sweep">Its sweep.</param>
    /// <param name="isValid">True for changes that give an experiment; values that give none are drawn again.</param>
    /// <returns>Null for a sweep whose members are all known.</returns>
    public static ISweepSearch? SearchOf(MappingNode tree, SweepOptions? sweep, Func<IReadOnlyList<SweepChange>, bool> isValid)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return sweep switch
        {
            { Tpe: { } tpe } => new TpeSearch(tpe, Draws((MappingNode)tree.Find("sweep")!.Value, "tpe", tpe.Keys), isValid),
            { Halving: { } halving } => new HalvingSearch(
                halving,
                Draws((MappingNode)tree.Find("sweep")!.Value, "halving", halving.Keys),
                ((MappingNode)tree.Find("sweep")!.Value).Find("halving")!.KeyOrigin),
            _ => null,
        };
    }

    private static SweepDraws Draws(MappingNode sweep, string kind, IReadOnlyDictionary<string, DrawOptions> keys) =>
        new((MappingNode)((MappingNode)sweep.Find(kind)!.Value).Find("keys")!.Value, keys);

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
            return Draws(node, "random", random.Keys).Random(random.Draws, random.Seed);
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
