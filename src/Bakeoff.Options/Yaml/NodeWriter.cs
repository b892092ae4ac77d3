namespace Bakeoff.Options.Yaml;

/// <summary>Writes nodes back as YAML on one line.</summary>
internal static class NodeWriter
{
    /// <summary>The node's YAML; plain scalars stay as they were written.</summary>
    public static string Flow(ConfigurationNode node) => node switch
    {
        ScalarNode { IsNull: true } => "null",
        ScalarNode { IsPlain: true } scalar when !scalar.Text.AsSpan().ContainsAny(",[]{}#:\n") => scalar.Text,
        ScalarNode scalar => YamlScalar.Write(scalar.Text),
        SequenceNode sequence => $"[{string.Join(", ", sequence.Items.Select(Flow))}]",
        MappingNode mapping => $"{{{string.Join(", ", mapping.Entries.Select(e => $"{YamlScalar.Write(e.Key)}: {Flow(e.Value)}"))}}}",
        _ => throw new InvalidOperationException($"Unknown node {node.GetType()}."),
    };
}
