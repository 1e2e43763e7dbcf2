#pragma warning disable CA1052, CA1812, CA1822 // Compiled to be read, never run.

namespace IsacCluster.Architecture.Tests.Folders.Samples.Used
{
    internal interface IUsed;

    [AttributeUsage(AttributeTargets.All)]
    internal sealed class UsedAttribute(Type? type = null) : Attribute
    {
        public Type? Type => type;
    }

    internal class Used
    {
        public static string Text { get; } = "used";

        public sealed class Nested : Exception;
    }
}

namespace IsacCluster.Architecture.Tests.Folders.Samples.ByBase
{
    internal sealed class User : Used.Used;
}

namespace IsacCluster.Architecture.Tests.Folders.Samples.ByInterface
{
    internal sealed class User : Used.IUsed;
}

namespace IsacCluster.Architecture.Tests.Folders.Samples.ByProperty
{
    internal sealed class User
    {
        public Used.Used[] Values { get; } = [];
    }
}

namespace IsacCluster.Architecture.Tests.Folders.Samples.ByParameter
{
    internal abstract class User
    {
        public abstract void Take(IReadOnlyList<Used.Used.Nested?>? values);
    }
}

namespace IsacCluster.Architecture.Tests.Folders.Samples.ByConstraint
{
    internal interface IUser<T>
        where T : Used.IUsed;
}

namespace IsacCluster.Architecture.Tests.Folders.Samples.ByAttribute
{
    internal interface IUser
    {
        void Take([Used.Used] int value);
    }
}

namespace IsacCluster.Architecture.Tests.Folders.Samples.ByTypeOf
{
    [Elsewhere(typeof(Used.Used))]
    internal sealed class User
    {
        [AttributeUsage(AttributeTargets.Class)]
        private sealed class ElsewhereAttribute(Type type) : Attribute
        {
            public Type Type => type;
        }
    }
}

namespace IsacCluster.Architecture.Tests.Folders.Samples.ByCall
{
    internal sealed class User
    {
        public static int Length() => Used.Used.Text.Length;
    }
}

namespace IsacCluster.Architecture.Tests.Folders.Samples.ByCatch
{
    internal sealed class User
    {
        public static bool Ends(Action action)
        {
            try
            {
                action();
                return true;
            }
            catch (Used.Used.Nested)
            {
                return false;
            }
        }
    }
}

namespace IsacCluster.Architecture.Tests.Folders.Samples.ByClosure
{
    internal sealed class User
    {
        public static Func<Task<int>> Length(int more) => async () =>
        {
            await Task.Yield();
            return Used.Used.Text.Length + more;
        };
    }
}

namespace IsacCluster.Architecture.Tests.Folders.Samples.ByNothing
{
    internal sealed class User
    {
        public string Text { get; } = nameof(Used.Used);
    }
}
