package tori.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import java.util.Optional;

/** Holds for a class that knows only its own room and rooms its {@link Tier} may know. */
final class DependOnlyUpwards extends ArchCondition<JavaClass> {

    DependOnlyUpwards() {
        super("know only tiers below their own, and no engine or adapter beside them");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        Optional<Tier> own = Tier.of(item);
        for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            Optional<Tier> other = Tier.isOurs(target) ? Tier.of(target) : Optional.empty();
            if (own.isPresent() && other.isPresent() && !sameRoom(item, target)) {
                boolean allowed = own.get().mayKnow(other.get());
                events.add(new SimpleConditionEvent(item, allowed, dependency.getDescription()));
            }
        }
    }

    private static boolean sameRoom(JavaClass one, JavaClass other) {
        return Tier.roomOf(one.getPackageName()).equals(Tier.roomOf(other.getPackageName()));
    }
}
