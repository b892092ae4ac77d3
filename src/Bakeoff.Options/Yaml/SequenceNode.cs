namespace Bakeoff.Options.Yaml;

/// <summary>A list of values.</summary>
/// <param name="Items">The values in order.</param>
/// <param name="Origin">Where it starts.</param>
public sealed record SequenceNode(IReadOnlyList<ConfigurationNode> Items, ValueOrigin Origin) : ConfigurationNode(Origin)
{
    /// <inheritdoc/>
    public override string Describe() => "a list";
}
