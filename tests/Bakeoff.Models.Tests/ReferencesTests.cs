using System.Reflection;

namespace Bakeoff.Models.Tests;

/// <summary>The assemblies that a program with a trained model needs.</summary>
public sealed class ReferencesTests
{
    [Fact]
    public void Assembly_ReferencesNothingOfExperiments()
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var pending = new Queue<Assembly>([typeof(EmotionModel).Assembly]);
        while (pending.TryDequeue(out var assembly))
        {
            foreach (var name in assembly.GetReferencedAssemblies().Where(IsPartOfThePackages).Where(name => found.Add(name.Name!)))
            {
                pending.Enqueue(Assembly.Load(name));
            }
        }

        found.ToList().ShouldBe(
            [
                "Bakeoff.Audio", "Bakeoff.Classifiers", "Bakeoff.Codecs", "Bakeoff.Encoders", "Bakeoff.NWaves", "Bakeoff.Neural",
                "Bakeoff.Numerics", "Bakeoff.Options", "Concentus", "NLayer", "NVorbis", "NWaves", "YamlDotNet",
            ]);
    }

    private static bool IsPartOfThePackages(AssemblyName name) =>
        !name.Name!.StartsWith("System", StringComparison.Ordinal) && name.Name is not ("netstandard" or "mscorlib");
}
