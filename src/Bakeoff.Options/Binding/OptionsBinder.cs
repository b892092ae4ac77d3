using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Binding;

/// <summary>Turns nodes into typed options and finds everything that is wrong with them.</summary>
internal sealed partial class OptionsBinder
{
    private readonly ProblemList _problems;
    private readonly RecordShape _root;

    // A record may pass on the problems of a record inside it, which reports them as well.
    private readonly HashSet<(string KeyPath, string Message)> _brokenRules = [];

    /// <summary>Creates a binder for one tree.</summary>
    /// <param name="root">The options at the tree's root, known for pointing out keys that stand in the wrong section.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public OptionsBinder(RecordShape root, ProblemList problems)
    {
        _root = root;
        _problems = problems;
    }

    /// <summary>True when keys may stand in a file that could not be read, so that none is reported as missing.</summary>
    public bool MayLackKeys { get; init; }

    /// <summary>Binds the root.</summary>
    /// <returns>The options; meaningless when a problem was added.</returns>
    public object Bind(MappingNode node) => BindRecord(node, _root, _root.CreateDefault(), "")!;

    /// <summary>Null for a section that lacks what it must have, so that no rule around it meets half a section.</summary>
    private object? BindRecord(MappingNode node, RecordShape shape, object target, string path)
    {
        var failed = new HashSet<string>(StringComparer.Ordinal);
        if (shape.Others is { } others)
        {
            var rest = node with { Entries = [.. node.Entries.Where(entry => shape.Find(entry.Key) is null)] };
            others.Property.SetValue(target, BindDictionary(rest, others.Value, others, path));
        }

        foreach (var entry in node.Entries)
        {
            if (shape.Find(entry.Key) is not { } member)
            {
                if (shape.Others is not null)
                {
                    continue;
                }

                failed.Add(RefuseKey(entry, shape, path));
                continue;
            }

            var memberPath = KeyPath.Join(path, member.Key);
            if (member.IsCommandLineOnly && !entry.Value.Origin.IsCommandLine)
            {
                var next = $"Remove the line and pass --set={memberPath}=VALUE.";
                _problems.AddValue(entry.Value, memberPath, "nothing in a file, because it differs between machines", next);
                failed.Add(member.Key);
                continue;
            }

            var before = _problems.Count;
            if (entry.Value is ScalarNode { IsNull: true } && member.IsNullable)
            {
                member.Property.SetValue(target, null);
            }
            else if (BindValue(entry.Value, member.Value, member, member.Property.GetValue(target), memberPath) is { } value)
            {
                member.Property.SetValue(target, value);
            }

            if (_problems.Count > before)
            {
                failed.Add(member.Key);
            }
        }

        foreach (var member in shape.Members.Where(m => m.IsRequired && node.Find(m.Key) is null))
        {
            failed.Add(member.Key);
            if (MayLackKeys)
            {
                continue;
            }

            var message = $"key '{member.Key}' is missing in {ProblemList.Subject(path)}. Add '{member.Key}: {ShapeText.Example(member)}'.";
            _problems.Add(node.Origin, KeyPath.Join(path, member.Key), null, "this key", message);
        }

        // What a section must have and was given wrongly is null, about which its rules cannot be asked. Those of the document as a whole can:
        // all that is wrong is reported at once.
        var isWhole = shape.Members.All(member => !member.IsRequired || member.Property.GetValue(target) is not null || IsAwaited(member));
        if (path.Length > 0 && !isWhole)
        {
            return null;
        }

        CheckRules(node, target, path, failed);
        return target;

        bool IsAwaited(MemberShape member) => MayLackKeys && node.Find(member.Key) is null;
    }

    /// <summary>Reports an unknown key; returns the name that was probably meant, else the key.</summary>
    private string RefuseKey(MappingEntry entry, RecordShape shape, string path)
    {
        var names = shape.Members.Select(m => m.Key).ToList();
        var place = path.Length == 0 ? "" : $" in {path}";
        var near = NearestName.Find(entry.Key, shape.NamedKeys);
        var suggestion = near is null && ShapeText.FindKeyElsewhere(_root, entry.Key) is { } elsewhere
            ? $"'{entry.Key}' belongs to {elsewhere}."
            : names.Count == 0 ? "There are no options here." : NearestName.Suggest(entry.Key, shape.NamedKeys, "Known keys are");
        var message = $"unknown key '{entry.Key}'{place}. {suggestion}";
        _problems.Add(entry.KeyOrigin, KeyPath.Join(path, entry.Key), null, "a known key", message);
        return near ?? entry.Key;
    }

    /// <summary>Adds what the record itself finds wrong, save what only follows from values that could not be read.</summary>
    private void CheckRules(MappingNode node, object target, string path, HashSet<string> failed)
    {
        if (target is not IValidatedOptions validated)
        {
            return;
        }

        foreach (var problem in validated.Validate())
        {
            // The word stands in every rule and is also the name of a section.
            var message = problem.Message.Replace(", expected ", ", ", StringComparison.Ordinal);
            if (failed.Any(key => IsInside(problem.Key, key) || ShapeText.Mentions(message, key)))
            {
                continue;
            }

            var keyPath = KeyPath.Join(path, problem.Key);
            if (!_brokenRules.Add((keyPath, problem.Message)))
            {
                continue;
            }

            var value = node.Deepest(problem.Key);
            var text = $"{ProblemList.Subject(keyPath)} {problem.Message}";
            _problems.Add(value.Origin, keyPath, (value as ScalarNode)?.Text, problem.Message, text);
        }
    }

    private static bool IsInside(string key, string section) => key == section || key.StartsWith(section + ".", StringComparison.Ordinal);
}
